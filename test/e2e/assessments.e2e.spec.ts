import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { assessmentDetail } from '../../src/features/assessments/assessment.dto.js';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS, NO_SUCH_ID, startWorld, type World } from './assessments/world.js';

describe('assessments', () => {
  let world: World;
  let owner: SignedIn;

  beforeAll(async () => {
    world = await startWorld();
    owner = await world.account();
  });
  afterAll(() => world.close());

  it('creates one: 201, where it is, its tag, and the whole detail', async () => {
    const before = world.announced.length;
    const { body, headers } = await owner.http.post(ASSESSMENTS).send({ title: 'A shop' }).expect(201);
    expect(headers['location']).toBe(`${ASSESSMENTS}/${body.id}`);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(assessmentDetail.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      user_id: owner.userId,
      status: 'draft',
      priority: 'medium',
      tags: [],
      business_requirements: null,
      completion_percentage: 0,
      progress_percentage: 0,
      metadata: { source: 'api', version: '2', tags: [] },
      revision: 1,
      started_at: null,
    });
    expect(world.announced.slice(before)).toEqual([
      { type: 'assessment.created', assessmentId: body.id, userId: owner.userId },
    ]);
    const read = await owner.http.get(headers['location'] as string).expect(200);
    expect(read.text).toBe(JSON.stringify(body));
    expect(read.headers['etag']).toBe(headers['etag']);
  });

  it('keeps every answer, amounts as decimal strings, countries in lower case', async () => {
    const { body } = await world.create(owner, {
      business_requirements: {
        budget_constraints: { monthly_budget_limit: 1200.5 },
        data_residency_requirements: ['DE', 'eu'],
        business_goals: [{ goal: 'Sell abroad', success_metrics: ['Orders from 3 countries'] }],
      },
      technical_requirements: { performance_requirements: { uptime_percentage: 99.95 } },
    });
    expect(body['business_requirements']).toMatchObject({
      company_name: null,
      budget_constraints: { total_budget_range: null, monthly_budget_limit: '1200.50' },
      data_residency_requirements: ['de', 'eu'],
      business_goals: [
        {
          goal: 'Sell abroad',
          priority: null,
          timeline_months: null,
          success_metrics: ['Orders from 3 countries'],
        },
      ],
    });
    expect(body['completion_percentage']).toBeGreaterThan(0);
  });

  it('gives the same bytes for the same answers, in whatever order they were sent', async () => {
    const security = { waf_required: true, encryption_at_rest_required: false };
    const reversed = Object.fromEntries(Object.entries(security).toReversed());
    const one = await world.create(owner, { technical_requirements: { security_requirements: security } });
    const other = await world.create(owner, { technical_requirements: { security_requirements: reversed } });
    expect(JSON.stringify(one.body['technical_requirements'])).toBe(
      JSON.stringify(other.body['technical_requirements']),
    );
    expect(Object.keys(one.body)).toEqual(Object.keys(other.body));
  });

  it('replaces the fields given whole, leaves the others, clears by null, and counts the revision', async () => {
    const { id } = await world.create(owner, {
      description: 'Sells bicycles',
      tags: ['retail'],
      priority: 'high',
      business_requirements: { company_name: 'Veloce', company_size: 'small' },
    });
    const changed = await owner.http
      .put(`${ASSESSMENTS}/${id}`)
      .send({ description: null, priority: null, business_requirements: { company_name: 'Veloce Ltd' } })
      .expect(200);
    expect(changed.body).toMatchObject({
      title: 'A shop',
      description: null,
      priority: 'medium',
      tags: ['retail'],
      revision: 2,
      business_requirements: { company_name: 'Veloce Ltd', company_size: null },
    });
    const read = await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    expect(read.text).toBe(JSON.stringify(changed.body));
    expect(read.headers['etag']).toBe(changed.headers['etag']);
  });

  it('takes its own answer back: what was read can be sent', async () => {
    const { id, body } = await world.create(owner, { technical_requirements: { workload_types: ['iot'] } });
    const { title, business_requirements, technical_requirements, tags } = body;
    const sent = { title, business_requirements, technical_requirements, tags };
    const { body: again } = await owner.http.put(`${ASSESSMENTS}/${id}`).send(sent).expect(200);
    expect(again).toEqual({ ...body, revision: 2, updated_at: again.updated_at });
  });

  it('lets the client begin, end and reopen it, and notes when', async () => {
    const { id } = await world.create(owner);
    const set = async (status: string) =>
      (await owner.http.put(`${ASSESSMENTS}/${id}`).send({ status }).expect(200)).body;
    const begun = await set('in_progress');
    expect(begun).toMatchObject({ started_at: begun.updated_at, completed_at: null });
    const ended = await set('completed');
    expect(ended).toMatchObject({ started_at: begun.started_at, completed_at: ended.updated_at });
    expect((await set('in_progress')).completed_at).toBeNull();
    expect(await set('draft')).toMatchObject({ started_at: null, completed_at: null });
  });

  it.each(['agent_analysis', 'generating_report'])(
    'refuses a status while the workflow runs (%s), and takes answers',
    async (status) => {
      const { id } = await world.create(owner);
      await world.collection.updateOne({ _id: objectId(id) }, { $set: { status } });
      const before = world.announced.length;
      const refused = await owner.http.put(`${ASSESSMENTS}/${id}`).send({ status: 'draft' }).expect(409);
      expect(refused.body).toMatchObject({
        code: 'workflow_running',
        detail: expect.stringContaining('agents'),
      });
      expect(world.announced.length).toBe(before);
      const { body } = await owner.http.put(`${ASSESSMENTS}/${id}`).send({ title: 'B' }).expect(200);
      expect(body).toMatchObject({ title: 'B', status });
    },
  );

  it('deletes it: 204 without a body, then 404', async () => {
    const { id } = await world.create(owner);
    await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    const { text } = await owner.http.delete(`${ASSESSMENTS}/${id}`).expect(204);
    expect(text).toBe('');
    await owner.http.get(`${ASSESSMENTS}/${id}`).expect(404);
    await owner.http.delete(`${ASSESSMENTS}/${id}`).expect(404);
    expect(await world.collection.countDocuments({ _id: objectId(id) })).toBe(0);
  });

  it('goes with its owner, from the cache too', async () => {
    const leaving = await world.account();
    const analyst = await world.account('analyst');
    const { id } = await world.create(leaving);
    await analyst.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(204);
    await analyst.http.get(`${ASSESSMENTS}/${id}`).expect(404);
    expect(await world.collection.countDocuments({ _id: objectId(id) })).toBe(0);
  });

  it('says 404 for an id that is none, and for one that nothing stands under', async () => {
    for (const id of ['nonsense', '0'.repeat(25), '%00', '%24where', NO_SUCH_ID]) {
      for (const method of ['get', 'put', 'delete'] as const) {
        const { body } = await owner.http[method](`${ASSESSMENTS}/${id}`).send({}).expect(404);
        expect(body).toMatchObject({ status: 404, detail: 'There is no such assessment.' });
      }
    }
  });

  it('finds it under its id in capitals, from the same entry', async () => {
    const { id } = await world.create(owner);
    const first = await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    const second = await owner.http.get(`${ASSESSMENTS}/${id.toUpperCase()}`).expect(200);
    expect(second.text).toBe(first.text);
    await owner.http.put(`${ASSESSMENTS}/${id.toUpperCase()}`).send({ title: 'New' }).expect(200);
    expect((await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200)).body.title).toBe('New');
  });

  it('needs a token for everything', async () => {
    await world.http.get(ASSESSMENTS).expect(401);
    await world.http.post(ASSESSMENTS).send({ title: 'A' }).expect(401);
    await world.http.get(`${ASSESSMENTS}/${NO_SUCH_ID}`).expect(401);
    await world.http.put(`${ASSESSMENTS}/${NO_SUCH_ID}`).send({}).expect(401);
    await world.http.delete(`${ASSESSMENTS}/${NO_SUCH_ID}`).expect(401);
  });

  it('stands in the OpenAPI document with both its schemas', async () => {
    const { body } = await world.http.get('/openapi.json').expect(200);
    const { paths, components } = body;
    expect(paths[ASSESSMENTS].post.requestBody.content['application/json'].schema.$ref).toMatch(
      /CreateAssessment$/,
    );
    expect(paths[`${ASSESSMENTS}/{id}`].get.responses['200'].content['application/json'].schema.$ref).toMatch(
      /\/Assessment$/,
    );
    expect(components.schemas.BusinessRequirementsInput.required).toBeUndefined();
    expect(components.schemas.BusinessRequirements.required).toContain('company_name');
    expect(components.schemas.BusinessRequirementsInput.additionalProperties).toBe(false);
  });
});

function objectId(id: string): mongoose.Types.ObjectId {
  return new mongoose.Types.ObjectId(id);
}

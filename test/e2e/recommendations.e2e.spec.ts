import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGENT_NAMES } from '../../src/features/recommendations/agents/agent-names.js';
import {
  recommendationList,
  recommendationPage,
} from '../../src/features/recommendations/recommendations.dto.js';
import { eventually, type SignedIn } from '../support/app.js';
import { ASSESSMENTS } from './assessments/world.js';
import {
  ended,
  type List,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

let world: RecommendationsWorld;
let owner: SignedIn;

beforeAll(async () => {
  world = await startRecommendations();
  owner = await world.account();
});
afterAll(() => world.close());

describe('a run', () => {
  it('is accepted with an answer that says where to watch it', async () => {
    const { id } = await world.create(owner);
    const { body, headers } = await owner.http.post(`${RECOMMENDATIONS}/${id}/generate`).send({}).expect(202);
    expect(body).toEqual({
      message: expect.any(String),
      assessment_id: id,
      workflow_id: expect.any(String),
      task_id: expect.any(String),
      agents_triggered: expect.arrayContaining(['cto_agent']),
      status: 'in_progress',
    });
    expect(headers['location']).toBe(`/api/v2/tasks/${body.task_id}`);
    await owner.http.get(String(headers['location'])).expect(200);
    await ended(owner, id);
  });

  it('needs no body at all', async () => {
    const { id } = await world.create(owner);
    await owner.http.post(`${RECOMMENDATIONS}/${id}/generate`).expect(202);
    await ended(owner, id);
  });

  it('moves the assessment, and leaves it completed with all of its agents', async () => {
    const { id } = await world.create(owner);
    const held = world.hold(id, 4); // acceptance, beginning, first agent, second agent
    const accepted = await world.begin(owner, id);
    const [first, ...later] = accepted.agents_triggered;
    await held.reached;
    const running = (await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200)).body;
    expect(running).toMatchObject({
      status: 'agent_analysis',
      workflow_id: accepted.workflow_id,
      recommendations_generated: false,
      progress: { current_step: first, completed_steps: [], total_steps: later.length + 3 },
      agent_states: { [String(first)]: { state: 'running', completed_at: null, error: null } },
    });
    held.release();
    const done = await ended(owner, id);
    expect(done).toMatchObject({
      status: 'completed',
      workflow_id: accepted.workflow_id,
      recommendations_generated: true,
      progress_percentage: 100,
      progress: { current_step: null, completed_steps: [first, ...later, 'ranking', 'report'] },
    });
    const states = Object.entries(done['agent_states'] as Record<string, { state: string }>);
    expect(states.map(([name, { state }]) => `${name} ${state}`).toSorted()).toEqual(
      accepted.agents_triggered.map((name) => `${name} completed`).toSorted(),
    );
    expect(Number(done['revision'])).toBeGreaterThan(Number(running['revision']));
  });

  it('lets its owner set no status meanwhile, and keeps other changes', async () => {
    const { id } = await world.create(owner);
    const held = world.hold(id, 4);
    await world.begin(owner, id);
    await held.reached;
    await owner.http.put(`${ASSESSMENTS}/${id}`).send({ status: 'draft' }).expect(409);
    await owner.http.put(`${ASSESSMENTS}/${id}`).send({ title: 'Renamed meanwhile' }).expect(200);
    held.release();
    expect(await ended(owner, id)).toMatchObject({ status: 'completed', title: 'Renamed meanwhile' });
  });

  it('is one at a time: whoever asks meanwhile gets the one that runs', async () => {
    const { id } = await world.create(owner);
    const held = world.hold(id, 4);
    const first = await world.begin(owner, id);
    await held.reached;
    const others = await Promise.all(
      Array.from({ length: 5 }, () => world.begin(owner, id, { agent_names: ['compliance_agent'] })),
    );
    for (const { task_id, workflow_id, agents_triggered } of others) {
      expect({ task_id, workflow_id, agents_triggered }).toEqual({
        task_id: first.task_id,
        workflow_id: first.workflow_id,
        agents_triggered: first.agents_triggered,
      });
    }
    held.release();
    await ended(owner, id);
    expect(await world.count('tasks', id)).toBe(1);
  });

  it('is the same run under the same idempotency key, also after its end', async () => {
    const { id } = await world.create(owner);
    const ask = (key: string, body: object = {}) =>
      owner.http.post(`${RECOMMENDATIONS}/${id}/generate`).set('idempotency-key', key).send(body);
    const first = (await ask('the-first').expect(202)).body;
    await ended(owner, id);
    const again = (await ask('the-first').expect(202)).body;
    expect([again.task_id, again.workflow_id]).toEqual([first.task_id, first.workflow_id]);
    await ask('the-first', { agent_names: ['cto_agent'] }).expect(422);
    await ask('k'.repeat(201)).expect(422);
    expect(await world.count('tasks', id)).toBe(1);
  });

  it('of some agents replaces what those said, and lets the others’ stand', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const before = await world.list(owner, id);
    const accepted = await world.generate(owner, id, { agent_names: ['compliance_agent', 'cto_agent'] });
    expect(accepted.agents_triggered).toEqual(['cto_agent', 'compliance_agent']);
    const after = await world.list(owner, id);
    const isRerun = ({ agent_name }: { agent_name: string }) =>
      accepted.agents_triggered.includes(agent_name);
    const others = (list: List) =>
      new Map(list.recommendations.filter((each) => !isRerun(each)).map((each) => [each.id, each]));
    expect(others(after)).toEqual(others(before));
    const latest = new Set(after.recommendations.filter(isRerun).map(({ updated_at }) => updated_at));
    const earliest = new Set(before.recommendations.map(({ updated_at }) => updated_at));
    expect(latest.size).toBe(1);
    expect([...latest].some((time) => earliest.has(time))).toBe(false);
    const detail = (await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200)).body;
    expect(Object.keys(detail.agent_states).length).toBeGreaterThan(2);
  });

  it('that says the same again keeps the recommendations’ ids and the time of the first', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const names = (list: List) =>
      new Set(list.recommendations.map((each) => `${each.id} ${each.agent_name} ${each.created_at}`));
    const first = await world.list(owner, id);
    await world.generate(owner, id);
    const second = await world.list(owner, id);
    expect(names(second)).toEqual(names(first));
    expect(await world.count('recommendations', id)).toBe(first.total);
  });
});

describe('the recommendations of an assessment', () => {
  it('are an empty list before the first run', async () => {
    const { id } = await world.create(owner);
    expect(await world.list(owner, id)).toEqual({
      recommendations: [],
      total: 0,
      assessment_id: id,
      summary: {
        total_recommendations: 0,
        high_confidence_count: 0,
        total_estimated_cost: '0.00',
        agents_involved: [],
        categories: [],
        ml_ranking_applied: expect.any(Boolean),
        ranking_model: { version: expect.any(Number), observations: expect.any(Number) },
        diversity_score: 0,
        assessment_revision: null,
        assessment_changed_since: null,
        filtered_by: { agent_filter: null, confidence_min: null, category_filter: null },
      },
    });
  });

  describe('after a run', () => {
    let id: string;
    let list: List;
    beforeAll(async () => {
      ({ id } = await world.create(owner));
      await world.generate(owner, id);
      list = await world.list(owner, id);
    });

    it('are shaped and summed up as the contract says', () => {
      expect(recommendationList.parse(list)).toEqual(list);
      const cents = list.recommendations.map((each) =>
        BigInt(each.total_estimated_monthly_cost.replace('.', '')),
      );
      const total = String(cents.reduce((sum, each) => sum + each, 0n)).padStart(3, '0');
      expect(list.total).toBeGreaterThan(2);
      expect(list.summary).toMatchObject({
        total_recommendations: list.total,
        total_estimated_cost: `${total.slice(0, -2)}.${total.slice(-2)}`,
        high_confidence_count: list.recommendations.filter((each) => each.confidence_score >= 0.8).length,
      });
    });

    it('are narrowed by filters in the order in which they stand, and the filters are told', async () => {
      const [first] = list.recommendations;
      const filters = [
        { agent_filter: first?.agent_name ?? '' },
        { category_filter: first?.category ?? '' },
        { confidence_min: '0.7' },
        { agent_filter: 'cto_agent', confidence_min: '0.5' },
      ];
      for (const filter of filters) {
        const {
          agent_filter = null,
          category_filter = null,
          confidence_min = null,
        } = filter as Record<string, string>;
        const narrowed = await world.list(owner, id, filter);
        const fitting = list.recommendations.filter(
          (each) =>
            (agent_filter === null || each.agent_name === agent_filter) &&
            (category_filter === null || each.category === category_filter) &&
            (confidence_min === null || each.confidence_score >= Number(confidence_min)),
        );
        expect(narrowed.recommendations).toEqual(fitting);
        expect(narrowed.total).toBe(fitting.length);
        expect(narrowed.summary['filtered_by']).toEqual({
          agent_filter,
          category_filter,
          confidence_min: confidence_min === null ? null : Number(confidence_min),
        });
      }
    });

    it('are also read agent by agent', async () => {
      for (const agent of AGENT_NAMES) {
        const { body } = await owner.http.get(`${RECOMMENDATIONS}/${id}/agents/${agent}`).expect(200);
        expect(body.recommendations).toEqual(
          list.recommendations.filter((each) => each.agent_name === agent),
        );
        expect(body.summary.filtered_by.agent_filter).toBe(agent);
      }
    });

    it('are cached where no filter is given: once loaded, answered from memory', async () => {
      const path = `${RECOMMENDATIONS}/${id}`;
      const status = async (query: object) =>
        String((await owner.http.get(path).query(query).expect(200)).headers['cache-status']);
      // a new epoch begins with a quarantine
      await eventually(async () => /hit; ttl=\d+; detail=l1/.test(await status({})));
      await eventually(async () => (await status({ unknown: 'parameter' })).includes('detail=l1'));
      expect(await status({ confidence_min: '0' })).toMatch(/fwd=bypass/);
      expect(await status({ agent_filter: 'cto_agent' })).toMatch(/fwd=bypass/);
    });
  });
});

describe('the list across assessments', () => {
  let other: SignedIn;
  let ids: readonly string[];

  beforeAll(async () => {
    other = await world.account();
    const made = await Promise.all([world.create(other), world.create(other)]);
    ids = made.map(({ id }) => id);
    for (const id of ids) await world.generate(other, id);
  });

  it('holds the caller’s own, newest first, page by page', async () => {
    const all = (await other.http.get(RECOMMENDATIONS).query({ limit: 100 }).expect(200)).body;
    expect(recommendationPage.parse(all)).toEqual(all);
    const lists = await Promise.all(ids.map((id) => world.list(other, id)));
    expect(all.total).toBe(lists.reduce((sum, { total }) => sum + total, 0));
    const times = all.items.map((each: { created_at: string }) => each.created_at);
    expect(times).toEqual(times.toSorted().toReversed());
    const pages = [];
    for (let page = 1; page <= Math.ceil(all.total / 7); page += 1) {
      pages.push(...(await other.http.get(RECOMMENDATIONS).query({ limit: 7, page }).expect(200)).body.items);
    }
    expect(pages).toEqual(all.items);
  });

  it('is narrowed by assessment, agent, category and confidence', async () => {
    const [id = ''] = ids;
    const list = await world.list(other, id);
    const page = async (query: object) =>
      (
        await other.http
          .get(RECOMMENDATIONS)
          .query({ limit: 100, ...query })
          .expect(200)
      ).body;
    expect((await page({ assessment_id: id })).total).toBe(list.total);
    expect((await page({ assessment_id: id.toUpperCase() })).total).toBe(list.total);
    const narrow = { assessment_id: id, agent_filter: 'cto_agent', confidence_min: '0.6' };
    const expected = list.recommendations.filter(
      (each) => each.agent_name === 'cto_agent' && each.confidence_score >= 0.6,
    );
    const found = await page(narrow);
    expect(new Set(found.items.map((each: { id: string }) => each.id))).toEqual(
      new Set(expected.map((each) => each.id)),
    );
    expect(found.total).toBe(expected.length);
  });

  it('shows nobody else’s, and everyone’s to whom it is allowed', async () => {
    const [id = ''] = ids;
    const stranger = await world.account();
    const own = await stranger.http.get(RECOMMENDATIONS).query({ assessment_id: id }).expect(200);
    expect(own.body).toMatchObject({ items: [], total: 0, pages: 0 });
    await stranger.http.get(RECOMMENDATIONS).query({ scope: 'all' }).expect(403);
    const analyst = await world.account('analyst');
    const { body } = await analyst.http
      .get(RECOMMENDATIONS)
      .query({ scope: 'all', assessment_id: id })
      .expect(200);
    expect(body.total).toBe((await world.list(other, id)).total);
  });
});

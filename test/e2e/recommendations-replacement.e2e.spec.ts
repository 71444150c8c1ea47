import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Consultation } from '../../src/features/recommendations/generation/consultation.js';
import { eventually, type SignedIn } from '../support/app.js';
import { ASSESSMENTS } from './assessments/world.js';
import {
  ended,
  type List,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

const REGENERATIONS = 20;
const READERS = 4;

let world: RecommendationsWorld;
let owner: SignedIn;

beforeAll(async () => {
  world = await startRecommendations();
  owner = await world.account();
});
afterAll(() => world.close());

const task = (id: string) => `/api/v2/tasks/${id}`;
const detail = async (id: string) => (await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200)).body;

describe('while a set is replaced', () => {
  it('readers see the old or the new: never a mixture, none, or an emptied list', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const { total } = await world.list(owner, id);
    const faults: string[] = [];
    const runs = new Set<string>();
    let reads = 0;
    let over = false;
    const look = (recommendations: List['recommendations'], told: number): void => {
      reads += 1;
      const times = new Set(recommendations.map(({ updated_at }) => updated_at));
      for (const time of times) runs.add(time);
      if (times.size !== 1 || told !== total || recommendations.length !== total) {
        faults.push(`${times.size} runs in ${recommendations.length} of ${told}`);
      }
    };
    const reader = async (control: string): Promise<void> => {
      while (!over) {
        const { body } = await owner.http
          .get(`${RECOMMENDATIONS}/${id}`)
          .set('cache-control', control)
          .expect(200);
        look(body.recommendations, body.total);
        const page = (
          await owner.http.get(RECOMMENDATIONS).query({ assessment_id: id, limit: 100 }).expect(200)
        ).body;
        look(page.items, page.total);
      }
    };
    const readers = Array.from({ length: READERS }, (_, index) =>
      reader(index % 2 === 0 ? 'no-cache' : 'max-age=60'),
    );
    for (let run = 0; run < REGENERATIONS; run += 1) await world.generate(owner, id);
    over = true;
    await Promise.all(readers);
    expect(faults).toEqual([]);
    expect(reads).toBeGreaterThan(REGENERATIONS * READERS);
    expect(runs.size).toBeGreaterThan(REGENERATIONS / 2);
    expect(await world.count('recommendations', id)).toBe(total);
  }, 240_000);
});

describe('a run that does not come to its end', () => {
  it('that was cancelled leaves the assessment and its recommendations as they were', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const [before, list] = [await detail(id), await world.list(owner, id)];
    const held = world.hold(id, 5);
    const { task_id } = await world.begin(owner, id);
    await held.reached;
    expect(await detail(id)).toMatchObject({ status: 'agent_analysis', completed_at: null });
    await owner.http.delete(task(task_id)).expect(202);
    held.release();
    const { revision: _r, updated_at: _u, ...after } = await detail(id);
    const { revision: _s, updated_at: _v, ...standing } = before;
    expect(after).toEqual(standing);
    expect(await world.list(owner, id)).toEqual(list);
    await world.generate(owner, id); // and the next one runs
  });

  it('that was cancelled before its beginning leaves a draft a draft', async () => {
    const { id } = await world.create(owner);
    const held = world.hold(id, 2);
    const { task_id } = await world.begin(owner, id);
    await held.reached;
    expect((await detail(id)).status).toBe('agent_analysis');
    await owner.http.delete(task(task_id)).expect(202);
    held.release();
    expect(await detail(id)).toMatchObject({
      status: 'draft',
      workflow_id: null,
      agent_states: {},
      started_at: null,
      progress: { current_step: null, completed_steps: [], total_steps: 0 },
    });
  });

  it('that failed says which agent failed, and the earlier recommendations stand', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const list = await world.list(owner, id);
    const consultation = world.app.get(Consultation);
    const ask = consultation.ask.bind(consultation);
    const failing = jest.spyOn(consultation, 'ask').mockImplementation((name, situation) => {
      if (name === 'infrastructure_agent') throw new Error('secret detail');
      return ask(name, situation);
    });
    const { task_id } = await world.begin(owner, id);
    const failed = await eventually(async () => {
      const found = await detail(id);
      return found.status === 'failed' ? found : null;
    });
    failing.mockRestore();
    expect(failed.agent_states).toMatchObject({
      cloud_engineer_agent: { state: 'completed', error: null },
      infrastructure_agent: { state: 'failed', error: expect.stringContaining('infrastructure_agent') },
      simulation_agent: { state: 'waiting', started_at: null },
    });
    expect(failed.recommendations_generated).toBe(true);
    const { body } = await owner.http.get(task(task_id)).expect(200);
    expect(body).toMatchObject({ state: 'FAILURE', failed: true });
    expect(JSON.stringify([body, failed])).not.toContain('secret detail');
    expect(await world.list(owner, id)).toEqual(list);
    expect((await world.generate(owner, id)) && (await detail(id)).status).toBe('completed');
  });

  it.each([
    ['is accepted', 2],
    ['is in its midst', 5],
    ['is about to write its result', 10],
  ])('while it %s: the deletion of the assessment takes everything with it', async (_, nth) => {
    const { id } = await world.create(owner);
    const held = world.hold(id, nth);
    const { task_id } = await world.begin(owner, id);
    await held.reached;
    await owner.http.delete(`${ASSESSMENTS}/${id}`).expect(204);
    held.release();
    await owner.http.get(task(task_id)).expect(404);
    await owner.http.get(`${ASSESSMENTS}/${id}`).expect(404);
    await owner.http.get(`${RECOMMENDATIONS}/${id}`).expect(404);
    // a run of another assessment comes behind whatever the deleted one's might still have done
    const { id: next } = await world.create(owner);
    await world.generate(owner, next);
    expect([await world.count('recommendations', id), await world.count('tasks', id)]).toEqual([0, 0]);
  });

  it('does not break the condition of the deletion that cancels it', async () => {
    const { id } = await world.create(owner);
    const held = world.hold(id, 5);
    await world.begin(owner, id);
    await held.reached;
    const { headers } = await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    const deletion = owner.http.delete(`${ASSESSMENTS}/${id}`);
    await deletion.set('if-match', String(headers['etag'])).expect(204);
    held.release();
    await owner.http.get(`${ASSESSMENTS}/${id}`).expect(404);
  });

  it('whose owner’s account is deleted leaves nothing', async () => {
    const leaving = await world.account();
    const { id } = await world.create(leaving);
    const held = world.hold(id, 6);
    await world.begin(leaving, id);
    await held.reached;
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(204);
    held.release();
    const { id: next } = await world.create(owner);
    await world.generate(owner, next);
    expect([await world.count('recommendations', id), await world.count('tasks', id)]).toEqual([0, 0]);
  });

  it('is seen to its end by whoever waits, and by everybody after', async () => {
    const { id } = await world.create(owner);
    await world.begin(owner, id);
    expect(await ended(owner, id)).toMatchObject({ status: 'completed', recommendations_generated: true });
    expect((await world.list(owner, id)).total).toBeGreaterThan(0);
  });
});

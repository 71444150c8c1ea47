import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, settledEnvironment, type SignedIn } from '../support/app.js';
import { ASSESSMENTS } from './assessments/world.js';
import {
  ended,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

let world: RecommendationsWorld;
let owner: SignedIn;

beforeAll(async () => {
  world = await startRecommendations(await settledEnvironment());
  owner = await world.account();
});
afterAll(() => world.close());

const put = (id: string, body: object) => owner.http.put(`${ASSESSMENTS}/${id}`).send(body).expect(200);

/** What the list says that it rests on. */
async function standing(id: string): Promise<{ revision: unknown; changed: unknown }> {
  const { summary } = await world.list(owner, id);
  return { revision: summary['assessment_revision'], changed: summary['assessment_changed_since'] };
}

describe('a list says which answers it rests on', () => {
  it('where they are changed while its run lasts', async () => {
    const { id } = await world.create(owner);
    const held = world.hold(id, 4); // the run has read the answers, and an agent is at work
    const { task_id: task } = await world.begin(owner, id);
    await held.reached;
    const { body: before } = await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    await put(id, { business_goal: 'To sell more shoes.' });
    held.release();
    const after = await ended(owner, id);
    const { revision, changed } = await standing(id);
    expect(changed).toBe(true);
    expect(revision).toBeGreaterThan(1);
    expect(revision).toBeLessThanOrEqual(before.revision);
    const { body: result } = await owner.http.get(`/api/v2/tasks/${task}/result`).expect(200);
    expect(result.result.assessment_revision).toBe(revision);

    await world.generate(owner, id);
    const again = await standing(id);
    expect(again.changed).toBe(false);
    expect(again.revision).toBeGreaterThan(Number(after['revision']));
  });

  it('also from the cache, before and after a change, and when the change is taken back', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const fromCache = () =>
      eventually(async () => {
        const { headers } = await owner.http.get(`${RECOMMENDATIONS}/${id}`).expect(200);
        return String(headers['cache-status']).includes('hit');
      });
    await fromCache();
    expect((await standing(id)).changed).toBe(false);
    await put(id, { priority: 'critical' });
    expect((await standing(id)).changed).toBe(true);
    await fromCache();
    expect((await standing(id)).changed).toBe(true);
    await put(id, { priority: 'medium' });
    expect((await standing(id)).changed).toBe(false);
  });

  it('of which none is what no agent looks at', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    await put(id, { tags: ['autumn'], status: 'in_progress', description: 'Of shoes.' });
    expect((await standing(id)).changed).toBe(false);
  });

  it('of the earliest run, where single agents were asked again', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const { revision } = await standing(id);
    await put(id, { priority: 'high' });
    await world.generate(owner, id, { agent_names: ['cto_agent'] });
    expect(await standing(id)).toEqual({ revision, changed: true });
    const { summary } = await world.list(owner, id, { agent_filter: 'cto_agent' });
    expect(summary['assessment_changed_since']).toBe(false);
    expect(summary['assessment_revision']).toBeGreaterThan(Number(revision));
  });

  it('or that it is not known, of what an earlier version of the service made', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    await world.forgetWhatItRestsOn(id);
    await put(id, { tags: ['anew'] });
    expect(await standing(id)).toEqual({ revision: null, changed: null });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/platform/security/roles.js';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS, NO_SUCH_ID } from './assessments/world.js';
import {
  ended,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

describe('who may do what with recommendations', () => {
  let world: RecommendationsWorld;
  let owner: SignedIn;
  let id: string;
  const others = new Map<Role, SignedIn>();

  beforeAll(async () => {
    world = await startRecommendations();
    owner = await world.account();
    ({ id } = await world.create(owner));
    await world.generate(owner, id);
    for (const role of ['viewer', 'user', 'analyst', 'manager', 'admin'] as const) {
      others.set(role, await world.account(role));
    }
  });
  afterAll(() => world.close());

  const as = (role: Role): SignedIn => others.get(role) ?? owner;
  const reads = () => [`${RECOMMENDATIONS}/${id}`, `${RECOMMENDATIONS}/${id}/agents/cto_agent`];
  /** What nobody may have caused: a write that was announced. */
  const silent = async (request: () => PromiseLike<unknown>): Promise<void> => {
    const before = world.announced.length;
    await request();
    expect(world.announced.slice(before)).toEqual([]);
  };

  it.each(['viewer', 'user'] as const)(
    'a %s does not hear of somebody else’s, from no tier',
    async (role) => {
      for (const path of reads()) {
        await owner.http.get(path).expect(200);
        for (const control of ['max-age=100', 'no-cache']) {
          const { body } = await as(role).http.get(path).set('cache-control', control).expect(404);
          expect(body.code).toBe('assessment_not_found');
        }
      }
      await silent(() => as(role).http.post(`${RECOMMENDATIONS}/${id}/generate`).send({}).expect(404));
    },
  );

  it.each(['analyst', 'manager'] as const)('a %s reads everyone’s and has none made', async (role) => {
    for (const path of reads()) {
      const { body } = await as(role).http.get(path).expect(200);
      expect(body).toEqual((await owner.http.get(path).expect(200)).body);
    }
    await silent(() => as(role).http.post(`${RECOMMENDATIONS}/${id}/generate`).send({}).expect(403));
  });

  it('an admin has everyone’s made', async () => {
    await as('admin').http.post(`${RECOMMENDATIONS}/${id}/generate`).send({}).expect(202);
    await ended(owner, id);
    const [task] = (await owner.http.get('/api/v2/tasks').expect(200)).body.items;
    expect(task.info.assessment_id).toBe(id);
  });

  it('an owner who became a viewer reads, and has none made', async () => {
    const demoted = await world.account();
    const { id: own } = await world.create(demoted);
    await as('admin').http.patch(`/api/v2/users/${demoted.userId}`).send({ role: 'viewer' }).expect(200);
    await demoted.http.get(`${RECOMMENDATIONS}/${own}`).expect(200);
    await silent(() => demoted.http.post(`${RECOMMENDATIONS}/${own}/generate`).send({}).expect(403));
    expect(await world.count('tasks', own)).toBe(0);
  });

  it('without a token nobody does anything', async () => {
    for (const path of [...reads(), RECOMMENDATIONS]) await world.http.get(path).expect(401);
    await world.http.post(`${RECOMMENDATIONS}/${id}/generate`).send({}).expect(401);
  });

  it.each([NO_SUCH_ID, 'none', '%00', '__proto__', `${NO_SUCH_ID}0`])(
    'there is nothing at %j',
    async (odd) => {
      for (const path of [`${odd}`, `${odd}/agents/cto_agent`]) {
        const { body } = await owner.http.get(`${RECOMMENDATIONS}/${path}`).expect(404);
        expect(body.code).toBe('assessment_not_found');
      }
      await silent(() => owner.http.post(`${RECOMMENDATIONS}/${odd}/generate`).send({}).expect(404));
    },
  );

  it.each(['nobody', 'CTO_AGENT', 'toString', '__proto__'])('there is no agent %j', async (name) => {
    const { body } = await owner.http.get(`${RECOMMENDATIONS}/${id}/agents/${name}`).expect(404);
    expect(body.code).toBe('agent_not_found');
  });

  it('what was deleted is gone: from every tier, and for whoever asks to have it made', async () => {
    const { id: gone } = await world.create(owner);
    await world.generate(owner, gone);
    await owner.http.get(`${RECOMMENDATIONS}/${gone}`).expect(200);
    await owner.http.delete(`${ASSESSMENTS}/${gone}`).expect(204);
    await owner.http.get(`${RECOMMENDATIONS}/${gone}`).expect(404);
    await silent(() => owner.http.post(`${RECOMMENDATIONS}/${gone}/generate`).send({}).expect(404));
    expect([await world.count('recommendations', gone), await world.count('tasks', gone)]).toEqual([0, 0]);
  });

  it('an account takes its recommendations and tasks with it', async () => {
    const leaving = await world.account();
    const { id: own } = await world.create(leaving);
    await world.generate(leaving, own);
    await as('analyst').http.get(`${RECOMMENDATIONS}/${own}`).expect(200);
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(204);
    await as('analyst').http.get(`${RECOMMENDATIONS}/${own}`).expect(404);
    expect([await world.count('recommendations', own), await world.count('tasks', own)]).toEqual([0, 0]);
  });
});

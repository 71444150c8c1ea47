import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnannouncedWrites } from '../../src/cache/watch/index.js';
import { RankingModelsRepository } from '../../src/features/recommendations/ranking/ranking-models.repository.js';
import {
  authorized,
  eventually,
  nodeOf,
  settledEnvironment,
  type SignedIn,
  startApp,
  type TestApp,
  undisturbed,
} from '../support/app.js';
import { ASSESSMENTS } from './assessments/world.js';
import {
  type List,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

const ROUNDS = 4;

/** As if people preferred this; to be called before anybody asks for an order. */
async function learn({ app }: TestApp, weights: Record<string, number>): Promise<void> {
  const models = app.get(RankingModelsRepository, { strict: false });
  const claim = await models.claim(5_000);
  if (claim === null) throw new Error('Nobody else makes versions here');
  const options = { restMs: 0, now: new Date(0), write: { deadlineMs: Infinity } };
  expect(await models.publish(claim, { observations: 1, weights }, options)).toBe(true);
}

describe('two processes with one Redis', () => {
  let world: RecommendationsWorld;
  let second: TestApp;
  let owner: SignedIn;

  beforeAll(async () => {
    const env = {
      ...(await settledEnvironment()),
      JWT_SECRET: 'a secret of both processes, long enough for both',
    };
    world = await startRecommendations(env);
    await learn(world, { priority_match: 2 });
    second = await startApp(env);
    owner = await world.account();
  });
  afterAll(async () => {
    await second.close();
    await world.close();
  });

  const readers = () => [owner.http, authorized(second.url, owner.accessToken)];
  const read = async (id: string) =>
    Promise.all(
      readers().map(async (http) => {
        const { body, headers } = await http.get(`${RECOMMENDATIONS}/${id}`).expect(200);
        const [first] = body.recommendations as { updated_at: string }[];
        return { run: first?.updated_at, etag: headers['etag'], status: String(headers['cache-status']) };
      }),
    );
  /** Redis answers all along, or it is played again. */
  const together = (scenario: () => Promise<void>) => (): Promise<void> =>
    undisturbed([world, second].map(nodeOf), scenario);
  /** Until both answer from their memories. */
  const warm = (id: string) =>
    eventually(async () => (await read(id)).every(({ status }) => /detail=l1/.test(status)), {
      what: 'both answer from memory',
    });

  it(
    'both answer from memory, and after a regeneration both have the new set at once',
    together(async () => {
      const { id } = await world.create(owner);
      const runs: unknown[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await world.generate(owner, id);
        const [one, other] = await read(id);
        expect(one?.run).toBeDefined();
        expect(runs).not.toContain(one?.run);
        expect([other?.run, other?.etag]).toEqual([one?.run, one?.etag]);
        runs.push(one?.run);
        await warm(id);
      }
      expect(new Set(runs).size).toBe(ROUNDS);
    }),
  );

  it(
    'after an update of the answers both have the order that the model now gives',
    together(async () => {
      const { id } = await world.create(owner, { priority: 'critical' });
      await world.generate(owner, id);
      await warm(id);
      const idsOf = async (http: SignedIn['http'], query: object) => {
        const { body } = await http.get(`${RECOMMENDATIONS}/${id}`).query(query).expect(200);
        return (body as List).recommendations.map((each) => each.id);
      };
      const before = await idsOf(owner.http, {});
      await owner.http.put(`${ASSESSMENTS}/${id}`).send({ priority: 'low' }).expect(200);
      for (const http of readers()) {
        const shown = await idsOf(http, {});
        expect(shown).not.toEqual(before);
        expect(await idsOf(http, { confidence_min: 0 })).toEqual(shown);
      }
    }),
  );

  it(
    'neither serves from any tier what was deleted through the other',
    together(async () => {
      const { id } = await world.create(owner);
      await world.generate(owner, id);
      await warm(id);
      const [, elsewhere] = readers();
      await elsewhere?.delete(`${ASSESSMENTS}/${id}`).expect(204);
      for (const http of readers()) await http.get(`${RECOMMENDATIONS}/${id}`).expect(404);
    }),
  );

  /** As a shell would: nobody announces it. */
  const rename = async (id: string, title: string) => {
    const connection = world.app.get<Connection>(getConnectionToken());
    const named = { assessment_id: new connection.base.Types.ObjectId(id) };
    await connection.collection('recommendations').updateOne(named, { $set: { title } });
  };
  const found = () => world.app.get(UnannouncedWrites).found;

  it('both see a change that nobody announced', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    await warm(id);
    await rename(id, 'Written by a shell');
    for (const http of readers()) {
      await eventually(async () => {
        const { body } = await http.get(`${RECOMMENDATIONS}/${id}`).expect(200);
        return body.recommendations.some(({ title }: { title: string }) => title === 'Written by a shell');
      });
    }
  });

  it(
    'a run’s own changes and deletions are no news to who follows the database',
    together(async () => {
      const { id } = await world.create(owner, {
        technical_requirements: { workload_types: ['machine_learning'] },
      });
      await world.generate(owner, id);
      const before = found();
      await owner.http.put(`${ASSESSMENTS}/${id}`).send({ technical_requirements: null }).expect(200);
      const { total } = await world.list(owner, id);
      await world.generate(owner, id);
      expect((await world.list(owner, id)).total).toBeLessThan(total); // some advice is not given any more
      await rename(id, 'The one change that is news');
      await eventually(() => found() > before);
      expect(found()).toBe(before + 1);
    }),
  );
});

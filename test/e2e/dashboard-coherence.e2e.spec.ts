import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { CacheAdmin } from '../../src/cache/index.js';
import { DomainEvents } from '../../src/events/index.js';
import type { AssessmentId, UserId } from '../../src/kernel/ids.js';
import {
  authorized,
  eventually,
  nodeOf,
  settledEnvironment,
  type SignedIn,
  type TestApp,
  undisturbed,
} from '../support/app.js';
import { ASSESSMENTS, startWorld, type World } from './assessments/world.js';
import { collectionsOf, type Collections, recommendationOf } from './dashboard/documents.js';

const OVERVIEW = '/api/v2/dashboard/overview';

interface Overview {
  readonly overview: Record<string, number>;
  readonly recommendations: Record<string, unknown>;
  readonly recent_activity: readonly { readonly title: string; readonly type: string }[];
}

let one: World;
let two: World;
let analyst: SignedIn;
let collections: Collections;

beforeAll(async () => {
  const env = {
    ...(await settledEnvironment()),
    JWT_SECRET: 'one secret for both, long enough for all',
  };
  one = await startWorld({ ...env, INSTANCE_ID: 'one' });
  two = await startWorld({ ...env, INSTANCE_ID: 'two' });
  analyst = await one.account('analyst');
  collections = collectionsOf(one);
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
});

async function read(
  { url }: TestApp,
  reader: SignedIn,
  query: Record<string, string> = {},
): Promise<{ readonly body: Overview; readonly status: string; readonly headers: Record<string, string> }> {
  const { body, headers } = await authorized(url, reader.accessToken).get(OVERVIEW).query(query).expect(200);
  return { body, status: String(headers['cache-status']), headers };
}

const both = (reader: SignedIn, query: Record<string, string> = {}) =>
  Promise.all([one, two].map((app) => read(app, reader, query)));

/** Redis answers all along, or it is played again. */
const together = (scenario: () => Promise<void>) => (): Promise<void> =>
  undisturbed([one, two].map(nodeOf), scenario);

/** Fills both tiers of both, so that whatever comes next is answered from them unless something makes it stale. */
async function warm(...readers: readonly SignedIn[]): Promise<void> {
  for (const reader of readers) {
    for (let turn = 0; turn < 2; turn += 1) {
      await both(reader);
      await both(analyst, { scope: 'all' });
    }
    for (const { status } of await both(reader)) expect(status).toContain('detail=l1');
  }
}

/** What the database says now, on both and at once: the owner's and everyone's. */
async function expectCurrent(reader: SignedIn, expected: object): Promise<void> {
  const [everyones] = await Promise.all([
    read(one, analyst, { scope: 'all' }),
    ...[one, two].map(async (app) => expect((await read(app, reader)).body).toMatchObject(expected)),
  ]);
  const [there, fresh] = [
    await read(two, analyst, { scope: 'all' }),
    await read(two, analyst, { scope: 'all', force_refresh: 'true' }),
  ];
  expect([everyones.body, there.body]).toEqual([fresh.body, fresh.body]);
}

describe('after a write the next overview is right on every instance', () => {
  it.each([
    ['created', (owner: SignedIn) => one.create(owner, { title: 'another' }), { total_assessments: 2 }],
    [
      'updated',
      (owner: SignedIn, id: string) =>
        owner.http.put(`${ASSESSMENTS}/${id}`).send({ status: 'completed' }).expect(200),
      { completed_assessments: 1, completion_rate: 100, draft_assessments: 0 },
    ],
    [
      'deleted',
      (owner: SignedIn, id: string) => owner.http.delete(`${ASSESSMENTS}/${id}`).expect(204),
      { total_assessments: 0 },
    ],
  ] as const)('an assessment was %s', (_, write, overview) =>
    together(async () => {
      const owner = await one.account();
      const { id } = await one.create(owner);
      await warm(owner);
      await write(owner, id);
      await expectCurrent(owner, { overview });
    })(),
  );

  it(
    'a workflow has progressed',
    together(async () => {
      const owner = await one.account();
      const { id } = await one.create(owner);
      await warm(owner);
      await announced('workflow.progressed', owner, id, async () => {
        const changes = { status: 'agent_analysis', updated_at: new Date() };
        await collections.assessments.updateOne({ _id: new mongoose.Types.ObjectId(id) }, { $set: changes });
      });
      await expectCurrent(owner, {
        overview: { in_progress_assessments: 1 },
        recent_activity: [{ type: 'workflow_progressed' }],
      });
    }),
  );

  it(
    'recommendations were made',
    together(async () => {
      const owner = await one.account();
      const { id } = await one.create(owner);
      await warm(owner);
      await announced('recommendations.regenerated', owner, id, async () => {
        await collections.recommendations.insertMany(fc.sample(recommendationOf(owner.userId), 3));
      });
      await expectCurrent(owner, { recommendations: { total_recommendations: 3 } });
    }),
  );

  it(
    'the agents have done their work',
    together(async () => {
      const owner = await one.account();
      const { id } = await one.create(owner, {
        technical_requirements: { workload_types: ['web_application'] },
      });
      await warm(owner);
      await owner.http.post(`/api/v2/recommendations/${id}/generate`).send({}).expect(202);
      const ended = async () => (await owner.http.get(`${ASSESSMENTS}/${id}`)).body.status === 'completed';
      await eventually(ended);
      const { body: made } = await owner.http.get(`/api/v2/recommendations/${id}`).expect(200);
      expect(made.total).toBeGreaterThan(0);
      await expectCurrent(owner, {
        overview: { completed_assessments: 1 },
        recommendations: { total_recommendations: made.total },
        recent_activity: [{ type: 'assessment_completed' }],
      });
    }),
  );

  it(
    'an account was deleted with all that is theirs',
    together(async () => {
      const owner = await one.account();
      await one.create(owner);
      await warm(owner);
      const before = (await read(two, analyst, { scope: 'all' })).body.overview['total_assessments'] ?? NaN;
      await owner.http.delete(`/api/v2/users/${owner.userId}`).expect(204);
      for (const { body } of await both(analyst, { scope: 'all' })) {
        expect(body.overview['total_assessments']).toBe(before - 1);
      }
      await authorized(two.url, owner.accessToken).get(OVERVIEW).expect(401);
    }),
  );

  it(
    'somebody wrote into the database, and announced nothing',
    together(async () => {
      const owner = await one.account();
      const { id } = await one.create(owner);
      await warm(owner);
      await collections.assessments.updateOne(
        { _id: new mongoose.Types.ObjectId(id) },
        { $set: { title: 'from a shell' } },
      );
      await eventually(async () =>
        (await both(owner)).every(({ body }) => body.recent_activity[0]?.title === 'from a shell'),
      );
    }),
  );

  async function announced(
    type: 'workflow.progressed' | 'recommendations.regenerated',
    owner: SignedIn,
    id: string,
    write: () => Promise<void>,
  ): Promise<void> {
    const event = { type, assessmentId: id as AssessmentId, userId: owner.userId as UserId }; // ids of the service
    await one.app.get(DomainEvents).during(event, write);
  }
});

describe('the overview in the cache', () => {
  it('is read anew with force_refresh, and what was read is stored', async () => {
    // Nobody tells this one of writes behind its back: what it remembers stays until it is asked to read again.
    const quiet = await startWorld({ ...(await settledEnvironment()), CACHE_WATCH_DATABASE: 'off' });
    try {
      const owner = await quiet.account();
      const { id } = await quiet.create(owner, { title: 'as announced' });
      const look = async (query: Record<string, string> = {}) => {
        const { body, status } = await read(quiet, owner, query);
        return [body.recent_activity[0]?.title, status.replace(/ttl=(60|5\d)/, 'ttl')];
      };
      const fromMemory = 'inframind; hit; ttl; detail=l1';
      await eventually(async () => (await look())[1] === fromMemory);
      await quiet.collection.updateOne(
        { _id: new mongoose.Types.ObjectId(id) },
        { $set: { title: 'unannounced' } },
      );
      expect(await look({ force_refresh: 'false' })).toEqual(['as announced', fromMemory]);
      expect(await look({ force_refresh: 'true' })).toEqual([
        'unannounced',
        'inframind; fwd=request; stored',
      ]);
      expect(await look()).toEqual(['unannounced', fromMemory]);
      await owner.http.get(OVERVIEW).query({ force_refresh: 'perhaps' }).expect(422);
    } finally {
      await quiet.close();
    }
  });

  it(
    'keeps everyone’s under a key of its own, for analysts and up',
    together(async () => {
      const owner = await one.account();
      await one.create(owner);
      const everyones = await read(one, analyst, { scope: 'all' });
      expect(everyones.headers).toMatchObject({
        'x-cache-key': 'dashboard:overview:all',
        'x-cache-scope': 'dashboard:all',
      });
      expect((await read(one, owner)).headers).toMatchObject({
        'x-cache-key': `dashboard:overview:${owner.userId}`,
        'x-cache-scope': `dashboard:${owner.userId}`,
      });
      expect((await read(one, analyst)).body.overview).toMatchObject({ total_assessments: 0 });
    }),
  );

  // What is somebody else's is refused and not shown, whether or not Redis answers meanwhile: nothing of this is played again.
  const nothingIsCached = () =>
    eventually(async () => {
      await one.app.get(CacheAdmin).clear();
      return true;
    });

  it('is everyone’s for nobody below, on a cold key together with one who may, and on a hit', async () => {
    const [owner, viewer] = [await one.account(), await one.account('viewer')];
    await nothingIsCached();
    for (let turn = 0; turn < 2; turn += 1) {
      const [allowed, ...refused] = await Promise.all(
        [analyst, owner, viewer].map(({ http }) => http.get(OVERVIEW).query({ scope: 'all' })),
      );
      expect([allowed?.status, ...refused.map(({ status }) => status)]).toEqual([200, 403, 403]);
      expect(refused.map(({ body }) => body.code)).toEqual(['scope_not_allowed', 'scope_not_allowed']);
    }
    await one.http.get(OVERVIEW).expect(401);
  });

  it('never shows one user another’s, also when all ask at once and nothing is cached', async () => {
    const owners = await Promise.all(Array.from({ length: 4 }, () => one.account()));
    for (const [index, owner] of owners.entries()) {
      for (let count = 0; count <= index; count += 1)
        await one.create(owner, { title: `of ${owner.userId}` });
    }
    for (let round = 0; round < 5; round += 1) {
      await nothingIsCached();
      const asked = owners.flatMap((owner, index) =>
        Array.from({ length: 20 }, async (_, turn) => {
          const { body } = await read(turn % 2 === 0 ? one : two, owner);
          const titles = new Set(body.recent_activity.map(({ title }) => title));
          return (
            body.overview['total_assessments'] === index + 1 &&
            titles.size === 1 &&
            titles.has(`of ${owner.userId}`)
          );
        }),
      );
      const own = await Promise.all(asked);
      expect(own.filter(Boolean)).toHaveLength(own.length);
    }
  });
});

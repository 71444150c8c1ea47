import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Cache } from 'cache-manager';
import { Redis } from 'ioredis';
import { CACHE_NODE } from '../../src/cache/cache.tokens.js';
import type { CacheNode } from '../../src/cache/cache-node.js';
import { CACHE_MANAGER } from '../../src/cache/index.js';
import { traffic } from '../../src/features/cache-demo/algorithms/traffic.js';
import { lruByDistances, mostIntervals, percent, tiersByHand } from './cache-demo/by-hand.js';
import { authorized, nodeOf, settledEnvironment, type SignedIn, undisturbed } from '../support/app.js';
import { LOGGER, type Logger } from '../../src/platform/logging/index.js';
import { openStream } from '../support/event-stream.js';
import { ASSESSMENTS, startWorld, type World } from './assessments/world.js';

const DEMO = '/api/v2/cache-demo';

interface HitRate {
  readonly test_config: {
    readonly total_requests: number;
    readonly access_pattern: string;
    readonly room: { readonly l1: number; readonly l2: number };
    readonly seed: number;
  };
  readonly cache_statistics: Record<string, number> & { readonly explanation: string };
  readonly performance: { readonly avg_response_time_ms: number };
}

async function hitRate(reader: SignedIn, query: object): Promise<HitRate> {
  return (await reader.http.get(`${DEMO}/test/hit-rate`).query(query).expect(200)).body as HitRate;
}

const entriesInMemory = (world: World) => world.app.get<CacheNode>(CACHE_NODE).local.memory.state().entries;

describe('the cache demo', () => {
  let prefix: string;
  let env: Record<string, string>;
  let one: World;
  let two: World;
  let redis: Redis;
  let user: SignedIn;
  let admin: SignedIn;

  beforeAll(async () => {
    env = { ...(await settledEnvironment()), JWT_SECRET: 'one secret for both, long enough for all' };
    prefix = env['CACHE_PREFIX'] ?? '';
    one = await startWorld(env);
    two = await startWorld(env);
    redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
    [user, admin] = await Promise.all([one.account(), one.account('admin')]);
  });
  afterAll(async () => {
    await Promise.all([one.close(), two.close(), redis.quit()]);
  });
  /** The tests of the service leave nothing behind in either tier. */
  afterEach(async () => {
    const left = (await redis.keys(`${prefix}:*`)).filter((key) => key.includes('probe:'));
    if (left.length > 0) throw new Error(`left in Redis: ${left.join(' ')}`);
  });

  /** Who answers a read of the assessment on this instance. */
  async function answerer(world: World, id: string): Promise<string> {
    const { headers } = await authorized(world.url, user.accessToken).get(`${ASSESSMENTS}/${id}`).expect(200);
    return /detail=([\w-]+)/.exec(String(headers['cache-status']))?.[1] ?? 'database';
  }

  /** Redis answers all along, or it is played again. */
  const together = (scenario: () => Promise<void>) => (): Promise<void> =>
    undisturbed([one, two].map(nodeOf), scenario);

  async function warmed(): Promise<string> {
    const { id } = await one.create(user);
    for (const world of [one, one, two, two]) await answerer(world, id);
    expect([await answerer(one, id), await answerer(two, id)]).toEqual(['l1', 'l1']);
    return id;
  }

  it(
    'tells how the tiers are and who answered',
    together(async () => {
      const before = (await user.http.get(`${DEMO}/stats`).expect(200)).body;
      const id = await warmed();
      const { body } = await user.http.get(`${DEMO}/stats`).expect(200);
      expect(body).toMatchObject({
        instance_id: one.config.instanceId,
        enabled: true,
        mode: 'available',
        l1: { enabled: true },
        l2: { enabled: true, usable: true, circuit: 'closed' },
      });
      expect(body.total.l1_hits - before.total.l1_hits).toBe(2);
      expect(body.total.loads - before.total.loads).toBe(1);
      expect(body.resources.map(({ resource }: { resource: string }) => resource)).toContain(
        'assessment_details',
      );
      expect(body.total.hit_rate).toBeGreaterThan(0);
      expect(JSON.stringify(body)).not.toContain(id);
    }),
  );

  it('tells what was done, by whom and to what: in the log, and in the console’s stream of writes', async () => {
    const logged: object[] = [];
    const logger = one.app.get<Logger>(LOGGER);
    const info = jest.spyOn(logger, 'info').mockImplementation((line, message) => {
      if (message === 'cache administration') logged.push(line as object); // so does whoever logs an object
    });
    const stream = await openStream(`${two.url}/api/v2/cache-admin/stream`, admin.accessToken);
    const seen = (holds: (write: Record<string, unknown>) => boolean) =>
      stream.until('beat', ({ writes }) => (writes as Record<string, unknown>[]).some(holds));
    try {
      const { id } = await one.create(user);
      const scope = `assessment:${id}`;
      await admin.http.delete(`${DEMO}/pattern/${scope}:*`).expect(200);
      await seen(({ type, scopes }) => type === 'cache.purged' && (scopes as string[])[0] === scope);
      await admin.http.post(`${DEMO}/clear`).expect(204);
      await seen(({ type, outcome }) => type === 'cache.cleared' && outcome === 'written');
      const { userId } = admin;
      expect(logged).toEqual([
        { userId, action: 'purge', target: scope },
        { userId, action: 'clear', target: undefined },
      ]);
    } finally {
      stream.close();
      info.mockRestore();
    }
  });

  it(
    'clears all tiers of all instances, for administrators',
    together(async () => {
      const id = await warmed();
      await user.http.post(`${DEMO}/clear`).expect(403);
      expect(await answerer(two, id)).toBe('l1');
      await admin.http.post(`${DEMO}/clear`).expect(204);
      expect([await answerer(two, id), await answerer(one, id)]).toEqual(['database', 'l2']);
    }),
  );

  it.each([
    ['a scope', (id: string) => `assessment:${id}:*`],
    ['an exact key', (id: string) => `assessment:${id}:details`],
    ['an id in capitals', (id: string) => `assessment:${id.toUpperCase()}:*`],
  ])('purges what a pattern names, and nothing else: %s', (_, pattern) =>
    together(async () => {
      const [id, other] = [await warmed(), await warmed()];
      const path = `${DEMO}/pattern/${encodeURIComponent(pattern(id))}`;
      await user.http.delete(path).expect(403);
      expect((await admin.http.delete(path).expect(200)).body).toEqual({ purged: 1 });
      expect([await answerer(two, id), await answerer(one, id)]).toEqual(['database', 'l2']);
      expect([await answerer(two, other), await answerer(one, other)]).toEqual(['l1', 'l1']);
    })(),
  );

  it.each([
    ['capitals', 'Report', 'report'],
    ['the digits of an id in capitals', `job:${'AB12'.repeat(6)}`, `job:${'ab12'.repeat(6)}`],
    ['the digits of an id within more', `${'AB12'.repeat(7)}`, `${'ab12'.repeat(6)}AB12`],
    ['blanks and braces', 'a {Free} text', 'a {free} text'],
    ['more letters than a scope may have', `${'Ab'.repeat(40)}é`, `${'ab'.repeat(40)}é`],
  ])('purges the very key of CACHE_MANAGER that was written, with %s', async (_, written, other) => {
    const cache = one.app.get<Cache>(CACHE_MANAGER, { strict: false });
    const isPlain = /^[\w:]+$/.test(written); // only then is the scope named like the key
    for (const form of isPlain ? ['', ':*'] : ['']) {
      for (const key of [written, other]) await cache.set(key, 'kept', 60_000);
      const path = `${DEMO}/pattern/${encodeURIComponent(`manager:${written}${form}`)}`;
      expect((await admin.http.delete(path).expect(200)).body).toEqual({ purged: 1 });
      expect([await cache.get(written), await cache.get(other)]).toEqual([undefined, 'kept']);
    }
  });

  it(
    'purges an overview by its key',
    together(async () => {
      const overview = async () => {
        const { headers } = await user.http.get('/api/v2/dashboard/overview').expect(200);
        return /hit|miss/.exec(String(headers['cache-status']))?.[0];
      };
      await overview();
      expect(await overview()).toBe('hit');
      await admin.http.delete(`${DEMO}/pattern/dashboard:overview:${user.userId}`).expect(200);
      expect(await overview()).toBe('miss');
    }),
  );

  it.each([
    '*',
    'assessment:*:*',
    'user:x:*',
    `assessment:${'a'.repeat(24)}`,
    'assessment:{x}:details',
    '%2e%2e',
    'manager::*',
    'manager:a%20key%20that%20is%20no%20scope:*',
  ])('knows nothing of the form %s', async (pattern) => {
    const { body } = await admin.http.delete(`${DEMO}/pattern/${pattern}`).expect(404);
    expect(body).toMatchObject({ code: 'cache_pattern_unknown' });
  });

  it(
    'measures the same read from the database, from L2 and from L1',
    together(async () => {
      await user.http.get(`${DEMO}/stats`).expect(200); // the account itself is an entry from here on
      const entries = entriesInMemory(one);
      const { body } = await user.http.get(`${DEMO}/test/performance`).query({ iterations: 30 }).expect(200);
      const { database_only: database, l2, with_cache: cache } = body.tests;
      for (const { avg_time_ms, min_time_ms, max_time_ms, p95_time_ms } of [database, l2, cache]) {
        expect(0 < min_time_ms && min_time_ms <= avg_time_ms && avg_time_ms <= max_time_ms).toBe(true);
        expect(min_time_ms <= p95_time_ms && p95_time_ms <= max_time_ms).toBe(true);
      }
      const { speedup_factor: factor, time_saved_percentage: saved } = body.performance_improvement;
      expect(factor).toBeCloseTo(database.avg_time_ms / cache.avg_time_ms, 1);
      expect(saved).toBeCloseTo(100 * (1 - cache.avg_time_ms / database.avg_time_ms), 1);
      expect(entriesInMemory(one)).toBe(entries);
    }),
  );

  it(
    'measures the hit rate of a traffic that its seed repeats',
    together(async () => {
      await user.http.get(`${DEMO}/stats`).expect(200); // the account itself is an entry from here on
      const entries = entriesInMemory(one);
      const first = await hitRate(user, { requests: 200, seed: 42 });
      const statistics = first.cache_statistics;
      expect(first.test_config).toMatchObject({ total_requests: 200, seed: 42, room: { l1: 5, l2: 15 } });
      const keys = traffic(200, 42);
      const tiers = tiersByHand(keys, 5, 15);
      expect(statistics).toMatchObject({
        ...tiers,
        total_requests: 200,
        hit_rate: percent(tiers.l1_hits + tiers.l2_hits, 200),
        lru_hit_rate: percent(lruByDistances(keys, 20), 200),
        best_possible_hit_rate: percent(mostIntervals(keys, 20), 200),
      });
      expect(statistics['lru_hit_rate']).toBeGreaterThan((statistics['hit_rate'] ?? 0) + 10);
      expect(statistics['best_possible_hit_rate']).toBeGreaterThan((statistics['lru_hit_rate'] ?? 0) + 10);
      expect(statistics.explanation).toContain('L1 is an LRU of 5 entries');
      expect((await hitRate(user, { requests: 200, seed: 42 })).cache_statistics).toEqual(statistics);
      expect(entriesInMemory(one)).toBe(entries);
      const drawn = await hitRate(user, { requests: 10 });
      expect((await hitRate(user, { requests: 10, seed: drawn.test_config.seed })).cache_statistics).toEqual(
        drawn.cache_statistics,
      );
    }),
  );

  it.each([
    [1, 1, 0],
    [100, 25, 75],
  ])('leaves the keys as much room as is asked for: %i', (room, l1, l2) =>
    together(async () => {
      const keys = traffic(150, 9);
      const { cache_statistics: statistics } = await hitRate(user, { requests: 150, seed: 9, room });
      expect(statistics).toMatchObject(tiersByHand(keys, l1, l2));
      expect(statistics['best_possible_hit_rate']).toBe(percent(mostIntervals(keys, room), 150));
    })(),
  );

  it('measures one at a time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        user.http.get(`${DEMO}/test/hit-rate`).query({ requests: 10_000, seed: 1 }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(4);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers['retry-after']).toBe('5');
    await user.http.get(`${DEMO}/test/hit-rate`).query({ requests: 10, seed: 1 }).expect(200);
  });

  it.each([
    ['performance', { iterations: 0 }],
    ['performance', { iterations: 101 }],
    ['hit-rate', { requests: 9 }],
    ['hit-rate', { requests: 10_001 }],
    ['hit-rate', { room: 0 }],
    ['hit-rate', { room: 101 }],
    ['hit-rate', { seed: -1 }],
    ['hit-rate', { seed: 4_294_967_296 }],
    ['hit-rate', { seed: 'x' }],
  ])('refuses a test %s of %j', async (test, query) => {
    await user.http.get(`${DEMO}/test/${test}`).query(query).expect(422);
  });

  it.each(['stats', 'test/performance', 'test/hit-rate'])('needs a login: %s', async (path) => {
    await one.http.get(`${DEMO}/${path}`).expect(401);
  });
});

describe('the cache demo tells how things are', () => {
  async function inWorld(env: Record<string, string>, look: (user: SignedIn, world: World) => Promise<void>) {
    const world = await startWorld({ ...(await settledEnvironment()), ...env });
    try {
      await look(await world.account(), world);
    } finally {
      await world.close();
    }
  }

  it('where L1 is small and alone: what the service reaches is what LRU reaches, and less than the best', () =>
    inWorld({ REDIS_URL: '', CACHE_L1_MAX_ENTRIES: '12' }, async (user) => {
      const { cache_statistics: statistics, test_config: config } = await hitRate(user, {
        requests: 3_000,
        seed: 7,
      });
      expect(config.access_pattern).toContain('room for 12 of them');
      expect(statistics['hit_rate']).toBe(statistics['lru_hit_rate']);
      expect(statistics['hit_rate']).toBeLessThan(statistics['best_possible_hit_rate'] ?? 0);
      expect(statistics['l2_hits']).toBe(0);
    }));

  it('without an L2: its figures are null', () =>
    inWorld({ REDIS_URL: '' }, async (user) => {
      const { body } = await user.http.get(`${DEMO}/test/performance`).query({ iterations: 5 }).expect(200);
      expect(body.tests.l2).toBeNull();
      expect((await user.http.get(`${DEMO}/stats`).expect(200)).body.l2).toEqual({
        enabled: false,
        usable: false,
        circuit: null,
      });
    }));

  it('without L1: L2 answers', () =>
    inWorld({ CACHE_L1_ENABLED: 'false' }, async (user, world) => {
      await undisturbed([nodeOf(world)], async () => {
        const { cache_statistics: statistics } = await hitRate(user, { requests: 300, seed: 7 });
        expect(statistics).toMatchObject(tiersByHand(traffic(300, 7), 0, 20));
        expect(statistics['l2_hits']).toBeGreaterThan(0);
      });
      const { body } = await user.http.get(`${DEMO}/test/performance`).query({ iterations: 5 }).expect(200);
      expect(body.tests.l2).not.toBeNull();
    }));

  it('without any cache: nothing is hit, and nothing could be', () =>
    inWorld({ CACHE_ENABLED: 'false' }, async (user) => {
      expect((await hitRate(user, { requests: 100, seed: 7 })).cache_statistics).toEqual({
        l1_hits: 0,
        l2_hits: 0,
        loads: 100,
        total_requests: 100,
        hit_rate: 0,
        best_possible_hit_rate: 0,
        lru_hit_rate: 0,
        explanation: expect.stringContaining('No tier is on'),
      });
      const { body } = await user.http.get(`${DEMO}/test/performance`).query({ iterations: 5 }).expect(200);
      expect(body.tests.l2).toBeNull();
    }));

  it('but in production it is not there', () =>
    inWorld(
      { NODE_ENV: 'production', JWT_SECRET: 'a secret that is long enough for production' },
      async (user) => {
        await user.http.get(`${DEMO}/stats`).expect(404);
        await user.http.post(`${DEMO}/clear`).expect(404);
      },
    ));

  it('in production with CACHE_DEMO_ENABLED to administrators, and to nobody else', () =>
    inWorld(
      {
        NODE_ENV: 'production',
        JWT_SECRET: 'a secret that is long enough for production',
        CACHE_DEMO_ENABLED: 'true',
      },
      async (user, world) => {
        const admin = await world.account('admin');
        for (const path of ['stats', 'test/performance', 'test/hit-rate']) {
          await user.http.get(`${DEMO}/${path}`).expect(403);
          await admin.http.get(`${DEMO}/${path}`).expect(200);
        }
      },
    ));
});

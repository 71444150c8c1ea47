import { afterEach, describe, expect, it } from '@jest/globals';
import type { Cache } from 'cache-manager';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { CacheOptions } from '../../src/cache/index.js';
import { createManagerCache } from '../../src/cache/manager/manager-cache.js';
import { closeRedisNode, openRedisNode, type RedisNode } from '../../src/cache/redis-node.js';
import { randomId } from '../../src/kernel/ids.js';
import { eventually } from '../support/eventually.mjs';
import { settleCache } from '../support/settled-environment.js';
import { undisturbed } from '../support/undisturbed.js';

const HOSTILE = {
  undefinedWord: '_undefined_',
  functionWord: '_function_x|() => globalThis.pwned = true',
  dateWord: '_date_2020-01-01',
  symbolWord: '_symbol_x',
  toJSON: 'a key of that name',
  nested: JSON.parse('{"__proto__": {"polluted": true}, "constructor": "x"}') as object,
  null: null,
  list: ['_regexp_/x/', '_infinity_', 1e21],
};

const nodes: RedisNode[] = [];

async function open(prefix: string, url: string | null): Promise<Cache> {
  const options: CacheOptions = {
    instanceId: randomId(),
    redis: url === null ? null : { urls: [url], sentinels: [], sentinelName: null, busUrls: null },
    enabled: true,
    l1: { enabled: true, maxBytes: 1_000_000, maxEntries: 100 },
    l2: { enabled: true, budgetMs: 5_000 },
    maxEntryBytes: 100_000,
    prefix,
    consistency: 'available',
    ackWaitMs: 6_000,
    leaseMs: 6_000,
    pendingMs: 15_000,
    isolatedL1Ms: 5000,
    staleIfErrorS: 0,
    loadBoundMs: 5000,
    debugHeaders: true,
    logger: pino({ level: 'silent' }),
  };
  if (url !== null) await settleCache(url, prefix);
  const node = await openRedisNode(options);
  nodes.push(node);
  return createManagerCache(node);
}

afterEach(async () => {
  await Promise.all(nodes.splice(0).map(closeRedisNode));
});

/** Redis answers all along, or it is played again, with another key. */
const together = (scenario: (key: string) => Promise<void>): Promise<void> =>
  undisturbed(nodes, () => scenario(`key ${randomId()}`));

const redisUrl = (): string => process.env['TEST_REDIS_URL'] ?? '';

describe('CACHE_MANAGER', () => {
  it.each([['one tier', false] as const, ['two tiers', true] as const])(
    'gives hostile texts and keys back as they were, over %s',
    async (_, shared) => {
      const prefix = `manager-${randomId()}`;
      const one = await open(prefix, shared ? redisUrl() : null);
      const two = shared ? await open(prefix, redisUrl()) : one;
      await together(async () => {
        await one.set('hostile', HOSTILE, 60_000);
        expect(JSON.stringify(await two.get('hostile'))).toBe(JSON.stringify(HOSTILE));
        expect(JSON.stringify(await two.get('hostile'))).toBe(JSON.stringify(HOSTILE));
      });
      expect(Reflect.get(globalThis, 'pwned')).toBeUndefined();
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  );

  it('fills memory from Redis with the remaining lifetime', async () => {
    const prefix = `manager-${randomId()}`;
    const [one, two] = [await open(prefix, redisUrl()), await open(prefix, redisUrl())];
    await together(async (key) => {
      await one.set(key, 'value', 300_000);
      const expires = (await one.ttl(key)) ?? 0;
      const before = nodes[1]?.local.memory.state().entries ?? 0;
      expect(await two.get(key)).toBe('value');
      expect(nodes[1]?.local.memory.state().entries).toBe(before + 1);
      expect(Math.abs(((await two.ttl(key)) ?? 0) - expires)).toBeLessThan(100_000);
    });
  });

  it('deletes and overwrites in the memory of every process before it returns', async () => {
    const prefix = `manager-${randomId()}`;
    const [one, two] = [await open(prefix, redisUrl()), await open(prefix, redisUrl())];
    await together(async (key) => {
      for (let round = 0; round < 50; round += 1) {
        await one.set(key, round, 60_000);
        expect(await two.get(key)).toBe(round);
      }
      await one.del(key);
      expect(await two.get(key)).toBeUndefined();
      expect(await one.get(key)).toBeUndefined();
    });
  });

  it('deletes more keys at once than one write may have', async () => {
    const cache = await open(`manager-${randomId()}`, redisUrl());
    const keys = Array.from({ length: 1_200 }, (_, index) => `key ${index}`);
    const some = [keys[0], keys[600], keys[1_199]].map(String);
    await Promise.all(some.map((key) => cache.set(key, 'value', 60_000)));
    await cache.mdel(keys);
    expect(await cache.mget(some)).toEqual([undefined, undefined, undefined]);
  });

  it('loads once for all callers of all processes', async () => {
    const prefix = `manager-${randomId()}`;
    const caches = [await open(prefix, redisUrl()), await open(prefix, redisUrl())];
    await together(async (key) => {
      let loads = 0;
      const load = async (): Promise<string> => {
        loads += 1;
        await new Promise((resolve) => setImmediate(resolve));
        return 'loaded';
      };
      const calls = Array.from({ length: 100 }, (_, i) => caches[i % 2]!.wrap(key, load, 60_000)); // two caches
      expect(new Set(await Promise.all(calls))).toEqual(new Set(['loaded']));
      expect(loads).toBe(1);
    });
  });

  it('does not store what a deletion overtook', async () => {
    const cache = await open(`manager-${randomId()}`, redisUrl());
    let release = (): void => undefined;
    const old = cache.wrap(
      'key',
      () => new Promise<string>((resolve) => (release = () => resolve('old'))),
      60_000,
    );
    await eventually(() => nodes[0]?.local.flights.last('manager:key')?.readSent === true);
    await cache.del('key');
    release();
    expect(await old).toBe('old');
    expect(await cache.get('key')).toBeUndefined();
    expect(await cache.wrap('key', () => 'new', 60_000)).toBe('new');
  });

  it('never flushes the database and leaves the keys of others alone', async () => {
    const redis = new Redis(redisUrl());
    await redis.set('somebody:else', 'kept');
    const cache = await open(`manager-${randomId()}`, redisUrl());
    await expect(cache.clear()).rejects.toThrow('no clear');
    expect(await redis.get('somebody:else')).toBe('kept');
    await redis.quit();
  });
});

import { type Cache, createCache, KeyvAdapter, type CacheManagerStore } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import type { Redis } from 'ioredis';
import { Keyv } from 'keyv';
import { systemClock } from '../../kernel/clock.js';
import type { CacheNode } from '../cache-node.js';
import { CoherentClient } from './coherent-client.js';
import { decodeValue, encodeValue } from './value.codec.js';

/** The injection token that `@nestjs/cache-manager` uses: this is a drop-in for it. */
export const CACHE_MANAGER = 'CACHE_MANAGER';

type Wrap = Cache['wrap'];

/**
 * cache-manager's `Cache` over the two tiers of this process and the protocol between all. `cache-manager-ioredis-yet` is
 * its store, behind `KeyvAdapter`, on a client that speaks to the tiers; it sees opaque texts only. `wrap` goes the read
 * path whole: one load a key over all processes, and what was made stale meanwhile is not stored. `clear` is refused:
 * it would be FLUSHDB.
 */
export function createManagerCache(node: CacheNode): Cache {
  const client = new CoherentClient(node, systemClock);
  // The store asks its client for get, set, mget, mset, del and pttl, and the tiers answer those as Redis would.
  const store = redisInsStore(client as unknown as Redis) as unknown as CacheManagerStore;
  const keyv = new Keyv({
    store: new KeyvAdapter(store),
    useKeyPrefix: false,
    // The tiers keep the lifetime, on their own clocks: no wall-clock time goes into the text.
    serialize: ({ value }) => encodeValue(value),
    deserialize: (text) => (typeof text === 'string' ? decodeValue(text) : undefined) as never, // Keyv types no miss
  });
  const cache = createCache({ stores: [keyv] });
  return { ...cache, wrap: coherentWrap(client), ttl: (key) => expiry(client, key), clear: refuseClear };
}

function coherentWrap(client: CoherentClient): Wrap {
  const wrap = async <Value>(
    key: string,
    load: () => Value | Promise<Value>,
    options?:
      number | ((value: Value) => number) | { ttl?: number | ((value: Value) => number); raw?: boolean },
  ): Promise<unknown> => {
    const { ttl, raw } = typeof options === 'object' ? options : { ttl: options, raw: false };
    const landing = await client.through(key, async () => {
      const value = await load();
      return { value: encodeValue(value), ttlMs: typeof ttl === 'function' ? ttl(value) : ttl };
    });
    const value = decodeValue(landing.entry.body.toString())?.value;
    return raw === true ? { value } : value;
  };
  return wrap as Wrap; // the overloads of one implementation
}

/** cache-manager tells when a key expires as a time of the wall clock. */
async function expiry(client: CoherentClient, key: string): Promise<number | undefined> {
  const remainingMs = await client.pttl(key);
  return remainingMs < 0 ? undefined : systemClock.wallMs() + remainingMs;
}

function refuseClear(): Promise<boolean> {
  return Promise.reject(
    new Error('CACHE_MANAGER has no clear: delete keys, or clear the whole cache by its administration'),
  );
}

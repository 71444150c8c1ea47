import { createHash } from 'node:crypto';
import { DomainError } from '../../kernel/errors.js';
import type { CacheNode } from '../cache-node.js';
import type { Landing } from '../coherence/flights.js';
import { type Scope, scope } from '../coherence/scope.js';
import { MAX_SCOPES } from '../coherence/writes.js';
import { etagOf } from '../http/etag.js';
import { expiresAtMs } from '../tiers/entry.js';
import type { Clock } from '../../kernel/clock.js';

/** Stands before the keys of `CACHE_MANAGER` in the tiers. */
export const MANAGER_PREFIX = 'manager:';
/** Without a lifetime of its own a value lives so long, in ms: nothing in a cache lives for ever. */
const DEFAULT_TTL_MS = 24 * 3_600_000;

/**
 * The commands that `cache-manager-ioredis-yet` gives a client, carried out by the two tiers under the protocol: a `get`
 * promotes to L1 with the remaining lifetime, a `set` and a `del` make the key stale in the L1 of every process before
 * they return. Texts in, texts out.
 */
export class CoherentClient {
  constructor(
    private readonly node: CacheNode,
    private readonly clock: Clock,
  ) {}

  async get(key: string): Promise<string | null> {
    const landing = await this.peek(key);
    return landing === null ? null : landing.entry.body.toString();
  }

  async mget(keys: readonly string[]): Promise<(string | null)[]> {
    return Promise.all(keys.map((key) => this.get(key)));
  }

  /** `set key value [PX ttlMs]` */
  async set(key: string, value: string, _px?: 'PX', ttlMs: number = DEFAULT_TTL_MS): Promise<'OK'> {
    await this.invalidate([key]);
    await this.node.reads.read({
      ...this.address(key),
      fresh: true,
      load: () => Promise.resolve(loaded(value, ttlMs)),
    });
    return 'OK';
  }

  async mset(flat: readonly string[]): Promise<'OK'> {
    for (let i = 0; i + 1 < flat.length; i += 2) await this.set(flat[i] ?? '', flat[i + 1] ?? '');
    return 'OK';
  }

  async del(keys: string | readonly string[]): Promise<number> {
    const all = typeof keys === 'string' ? [keys] : keys;
    await this.invalidate(all);
    return all.length;
  }

  /** Remaining lifetime in ms; -2: no such key, as Redis says. */
  async pttl(key: string): Promise<number> {
    const landing = await this.peek(key);
    return landing === null ? -2 : Math.max(0, Math.floor(expiresAtMs(landing.entry) - this.clock.nowMs()));
  }

  /** The value of the key, loaded by one caller at a time over all processes where it is in no tier. */
  async through(
    key: string,
    load: () => Promise<{ value: string; ttlMs: number | undefined }>,
  ): Promise<Landing> {
    return this.node.reads.read({
      ...this.address(key),
      fresh: false,
      load: async () => {
        const { value, ttlMs } = await load();
        return loaded(value, ttlMs ?? DEFAULT_TTL_MS);
      },
    });
  }

  private async peek(key: string): Promise<Landing | null> {
    try {
      return await this.node.reads.read({
        ...this.address(key),
        fresh: false,
        onlyIfCached: true,
        load: () => Promise.reject(new Error('only-if-cached never loads')),
      });
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not_cached') return null;
      throw error;
    }
  }

  /** A write of nothing: begin empties every L1, commit makes the stored entries unreachable. */
  private async invalidate(keys: readonly string[]): Promise<void> {
    for (let i = 0; i < keys.length; i += MAX_SCOPES) {
      const scopes = keys.slice(i, i + MAX_SCOPES).map((key) => managerScope(key));
      await this.node.writes.commit(await this.node.writes.begin(scopes));
    }
  }

  private address(key: string): { key: string; scope: Scope; judge(): void } {
    return { key: MANAGER_PREFIX + key, scope: managerScope(key), judge: () => undefined };
  }
}

const PLAIN_KEY = /^[\w.:@-]{1,150}$/;

/** The scope of a key of `CACHE_MANAGER`: its own. Keys are free texts, scopes are not: what does not fit is hashed. */
export function managerScope(key: string): Scope {
  if (PLAIN_KEY.test(key)) return scope('manager', key);
  return scope('manager', 'hash', createHash('sha256').update(key).digest('base64url').slice(0, 22));
}

function loaded(
  value: string,
  ttlMs: number,
): { body: Buffer; etag: string; ownerId: string; ttlMs: number } {
  const body = Buffer.from(value);
  return { body, etag: etagOf(body), ownerId: '', ttlMs };
}

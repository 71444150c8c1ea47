import { Inject, Injectable } from '@nestjs/common';
import { type Clock, systemClock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { randomId } from '../../kernel/ids.js';
import { CacheHealth, type CacheState } from '../cache-health.js';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheNode } from '../cache-node.js';
import type { CacheOptions } from '../cache.options.js';
import type { Scope } from '../coherence/scope.js';
import { RoutePolicies } from '../http/route-policies.js';
import { decodeEnvelope } from '../tiers/envelope.codec.js';
import { WriteJournal } from '../telemetry/write-journal.js';
import { type Entry, expiresAtMs } from '../tiers/entry.js';
import { type Look, TierUnavailable } from '../tiers/shared-tier.port.js';
import { resolveKey } from './key-patterns.js';

/** An entry as one tier holds it; times in ms. */
export interface EntryFacts {
  readonly ownerId: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly generation: string;
  readonly ageMs: number;
  /** Zero or less: expired. */
  readonly ttlMs: number;
}

/** Where a key lives, and what its next read will find. */
export interface Explanation {
  readonly key: string;
  readonly scope: Scope;
  readonly resource: string;
  readonly generation: string | null;
  readonly pending: boolean;
  readonly quarantineMs: number;
  readonly l1: EntryFacts | null;
  readonly l2: EntryFacts | null;
  readonly next: 'l1' | 'l2' | 'database';
  /** Why, as a sentence. */
  readonly reason: string;
}

/** Looks into the cache and empties it: every verb takes a bounded number of steps, none scans. */
@Injectable()
export class CacheAdmin {
  private readonly clock: Clock = systemClock;

  constructor(
    private readonly routes: RoutePolicies,
    private readonly health: CacheHealth,
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
    private readonly journal: WriteJournal,
  ) {}

  /** The tiers as they stand: what is on, how full, whether it is used just now. */
  tiers(): CacheState {
    return this.health.state();
  }

  /**
   * Where the key is, under which generation, whose, how old, and why the next read hits or misses.
   * @throws DomainError `not_found` for a key that no cached resource makes
   */
  async explain(key: string): Promise<Explanation> {
    const resolved = resolveKey(this.routes.all(), key);
    if (resolved === null) {
      throw new DomainError('not_found', 'cache_key_unknown', 'No cached resource has keys of this form.');
    }
    const { scope } = resolved;
    const look = await this.look(key, scope);
    const entry = this.node.local.memory.peek(key);
    const l1 = this.inMemory(entry);
    const l2 = look === null ? null : this.inRedis(key, look);
    const pending = this.node.local.pending.isPending(scope) || look?.pending === true;
    const next = this.nextRead(entry, l2);
    return {
      key,
      scope,
      resource: resolved.resource,
      generation: look?.generation ?? null,
      pending,
      quarantineMs: look?.quarantineMs ?? 0,
      l1,
      l2,
      next,
      reason: this.reason(next, l1, pending, look),
    };
  }

  /** The scope to which this key belongs; null for a key that no cached resource makes. */
  scopeOfKey(key: string): Scope | null {
    return resolveKey(this.routes.all(), key)?.scope ?? null;
  }

  /** Makes every entry of the scope stale in every tier of every process; stands in the journal as `cache.purged`. */
  async purge(scope: Scope): Promise<void> {
    await this.journal.during('cache.purged', [scope], async () =>
      this.node.writes.commit(await this.node.writes.begin([scope])),
    );
  }

  /**
   * Makes every entry stale, everywhere, at once; stands in the journal as `cache.cleared`.
   * @throws DomainError `unavailable` where Redis does not answer; this process is empty all the same
   */
  async clear(): Promise<void> {
    try {
      await this.journal.during('cache.cleared', [], () => this.node.clearing.clear());
    } catch (error) {
      if (!(error instanceof TierUnavailable)) throw error;
      throw new DomainError(
        'unavailable',
        'cache_coordination_unavailable',
        'This instance was emptied; the others cannot be told at the moment.',
        { cause: error, retryAfterS: 1 },
      );
    }
  }

  private async look(key: string, scope: Scope): Promise<Look | null> {
    const { cluster } = this.node;
    const epoch = cluster?.epochs.usable();
    if (cluster === null || epoch === null || epoch === undefined) return null;
    try {
      const look = await cluster.guard.run(cluster.guard.budget(), () =>
        cluster.shared.look({
          epoch,
          scope,
          key,
          wantEntry: true,
          freshGeneration: randomId(),
          lockToken: null,
          lockMs: 0,
        }),
      );
      return look.kind === 'look' ? look : null;
    } catch (error) {
      if (error instanceof TierUnavailable) return null;
      throw error;
    }
  }

  private inMemory(entry: Entry | undefined): EntryFacts | null {
    if (entry === undefined) return null;
    const { ownerId, etag, generation, body } = entry;
    const nowMs = this.clock.nowMs();
    const ttlMs = expiresAtMs(entry) - nowMs;
    return { ownerId, etag, generation, sizeBytes: body.length, ageMs: nowMs - entry.loadedAtMs, ttlMs };
  }

  private inRedis(key: string, look: Look): EntryFacts | null {
    const envelope = look.entry === null ? null : decodeEnvelope(look.entry.envelope, key);
    if (look.entry === null || envelope === null) return null;
    const { ownerId, etag, body, ttlMs } = envelope;
    const { remainingMs } = look.entry;
    return {
      ownerId,
      etag,
      generation: look.generation,
      sizeBytes: body.length,
      ageMs: Math.max(0, ttlMs - remainingMs),
      ttlMs: remainingMs,
    };
  }

  private nextRead(entry: Entry | undefined, l2: EntryFacts | null): Explanation['next'] {
    const { enabled, l1, l2: shared } = this.options;
    if (!enabled) return 'database';
    const nowMs = this.clock.nowMs();
    const { memoryReads } = this.node;
    const inTime = entry !== undefined && expiresAtMs(entry) > nowMs;
    if (l1.enabled && inTime && memoryReads.isServable(entry, nowMs)) return 'l1';
    return shared.enabled && l2 !== null ? 'l2' : 'database';
  }

  private reason(
    next: Explanation['next'],
    l1: EntryFacts | null,
    pending: boolean,
    look: Look | null,
  ): string {
    if (!this.options.enabled) return 'The cache is switched off (CACHE_ENABLED).';
    if (next === 'l1') return 'The entry is in the memory of this instance, and no write is known.';
    if (next === 'l2') return 'The entry is in Redis under the current generation of its scope.';
    if (pending) return 'A write of the scope is under way: nothing is stored until it has ended.';
    if (look !== null && look.quarantineMs > 0) return 'The epoch is in quarantine: nothing is stored yet.';
    if (l1 !== null && l1.ttlMs <= 0) return 'The entry in memory has expired.';
    if (l1 !== null) return 'The memory of this instance is not believed: it does not hear the others.';
    if (this.node.cluster !== null && look === null) return 'Redis does not answer, and memory has no entry.';
    return 'No tier has an entry under the current generation of its scope.';
  }
}

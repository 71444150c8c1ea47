import { Inject, Injectable } from '@nestjs/common';
import { randomId } from '../../kernel/ids.js';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheOptions } from '../cache.options.js';
import type { Landing } from '../coherence/flights.js';
import { type Scope, scope } from '../coherence/scope.js';
import { etagOf } from '../http/etag.js';
import type { RedisNode } from '../redis-node.js';
import { entrySizeBytes } from '../tiers/memory.tier.js';
import { RedisKeys } from '../tiers/redis-keys.js';

/** Who answered a probe's read. */
export type ProbeAnswer = 'l1' | 'l2' | 'database';

/** Whether a tier is on, and how many entries of a size it has room for. */
export interface ProbeRoom {
  readonly l1Entries: number;
  readonly l2: boolean;
}

/** How many entries a probe leaves in each tier: what is more is taken out again, as a full tier would drop it. */
export interface ProbeLimits {
  /** What was not read longest goes first, as in L1. */
  readonly l1: number;
  /** What was stored first goes first, as Redis drops what expires next (`volatile-ttl`). */
  readonly l2: number;
}

/** What a probe leaves in Redis, if it cannot tidy up, ends by itself after this time, in ms. */
const LIFETIME_MS = 30_000;

/** Opens probes: reads through the real tiers, on keys that nobody else asks for. */
@Injectable()
export class CacheProbes {
  constructor(
    @Inject(CACHE_NODE) private readonly node: RedisNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
  ) {}

  /** A probe on a scope of its own; to be ended by whoever opens it. */
  open(): CacheProbe {
    return new CacheProbe(this.node, new RedisKeys(this.options.prefix), scope('probe', randomId()));
  }

  /** What the tiers have room for when entries have bodies of this size; nothing where they are switched off. */
  room(bodyBytes: number): ProbeRoom {
    const { enabled, l1, l2, maxEntryBytes } = this.options;
    if (!enabled || bodyBytes > maxEntryBytes) return { l1Entries: 0, l2: false };
    const named = { key: '#'.repeat(KEY_LENGTH), scope: '#'.repeat(KEY_LENGTH) };
    const byBytes = Math.floor(l1.maxBytes / entrySizeBytes({ ...named, bodyBytes }));
    return {
      l1Entries: l1.enabled ? Math.min(l1.maxEntries, byBytes) : 0,
      l2: l2.enabled && this.node.cluster?.epochs.usable() != null,
    };
  }
}

/** `probe:`, the id, and for a key a number of up to three digits. */
const KEY_LENGTH = 26;

/** Reads of one measurement. They are counted nowhere, and no write makes them stale. */
export class CacheProbe {
  private readonly keys = new Set<string>();
  /** In the order of use. */
  private readonly inL1 = new Set<string>();
  /** In the order in which they were stored. */
  private readonly inL2 = new Set<string>();
  private limits: ProbeLimits = { l1: Infinity, l2: Infinity };

  constructor(
    private readonly node: RedisNode,
    private readonly names: RedisKeys,
    private readonly scope: Scope,
  ) {}

  /** No more than so many entries stay in the tiers; to be called before the first read. */
  limit(limits: ProbeLimits): void {
    this.limits = limits;
  }

  /**
   * Reads a key as a request would: L1, L2, and `load`, whose text is then stored.
   * @throws what `load` throws
   */
  async read(name: string, load: () => Promise<string>): Promise<ProbeAnswer> {
    const key = this.key(name);
    this.keys.add(key);
    const landing = this.node.reads.read({
      key,
      scope: this.scope,
      fresh: false,
      judge: () => undefined,
      load: async () => {
        const body = Buffer.from(await load());
        return { body, etag: etagOf(body), ownerId: '', ttlMs: LIFETIME_MS };
      },
    });
    const answer = answerOf(landing instanceof Promise ? await landing : landing);
    this.keepWithin(name, answer);
    return answer;
  }

  /** Takes the key out of this process's memory, so that the next read is not answered from there. */
  forgetInMemory(name: string): void {
    this.node.local.memory.delete(this.key(name));
  }

  /** Removes everything of the probe from both tiers; what cannot be removed from Redis now ends by itself. */
  async end(): Promise<void> {
    this.node.local.invalidate(this.scope);
    const epoch = this.node.cluster?.epochs.usable() ?? null;
    if (epoch === null || this.keys.size === 0) return;
    // Without its generation no entry is served, and what a late store would bring is refused.
    const [generation = ''] = this.names.ofScope(epoch, this.scope);
    await this.unlink(generation, ...[...this.keys].map((key) => this.names.entry(epoch, this.scope, key)));
  }

  /**
   * Takes out what the limits leave no room for, now that this key was read. Redis is not waited for: its part goes over the
   * connection of the reads, before the next of them, and the time of a read is not to contain it.
   */
  private keepWithin(name: string, answer: ProbeAnswer): void {
    const leftL1 = pushedOut(this.inL1, name, this.limits.l1);
    if (leftL1 !== null) this.forgetInMemory(leftL1);
    const leftL2 = answer === 'database' ? pushedOut(this.inL2, name, this.limits.l2) : null;
    const epoch = this.node.cluster?.epochs.usable() ?? null;
    if (leftL2 === null || epoch === null) return;
    void this.unlink(this.names.entry(epoch, this.scope, this.key(leftL2)));
  }

  private async unlink(...names: string[]): Promise<void> {
    const [commands] = this.node.connections;
    await commands?.unlink(...names).catch(() => undefined);
  }

  private key(name: string): string {
    return `${this.scope}:${name}`;
  }
}

/** Puts the name last; gives the first, which leaves, where there are more than the limit; else null. */
function pushedOut(names: Set<string>, name: string, limit: number): string | null {
  names.delete(name);
  names.add(name);
  if (names.size <= limit) return null;
  const [first = name] = names;
  names.delete(first);
  return first;
}

function answerOf({ outcome }: Landing): ProbeAnswer {
  return outcome.kind === 'hit' && outcome.tier !== 'stale-if-error' ? outcome.tier : 'database';
}

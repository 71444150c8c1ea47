import type { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import type { Landing } from './coherence/flights.js';
import type { Lease } from './coherence/lease.js';
import type { LocalState } from './coherence/local-state.js';
import { type Entry, expiresAtMs } from './tiers/entry.js';

export interface MemoryReadOptions {
  readonly strict: boolean;
  /** False: L1 is switched off. */
  readonly enabled: boolean;
  /** Cap of what L1 may serve while it is not known that this process hears everything (available mode). */
  readonly isolatedL1Ms: number;
  /** How long an expired, not invalidated entry may stand in for a failing load; 0: never. */
  readonly staleIfErrorMs: number;
}

/** Part of the lifetime in which an entry in use is loaded ahead of its end. */
const REFRESH_AHEAD_SHARE = 0.1;

/** Step 1 of a read: what L1 may be believed to hold (coherence.md, "Reading"). */
export class MemoryReads {
  constructor(
    private readonly local: LocalState,
    /** null where there is no Redis: this process is all there is. */
    private readonly lease: Lease | null,
    private readonly clock: Clock,
    private readonly options: MemoryReadOptions,
  ) {}

  hit(key: string): Landing | null {
    if (!this.options.enabled) return null;
    const entry = this.local.memory.get(key);
    if (entry === undefined) return null;
    const nowMs = this.clock.nowMs();
    const ttlMs = expiresAtMs(entry) - nowMs;
    if (ttlMs <= 0 || !this.isServable(entry, nowMs)) return null;
    return { entry, outcome: { kind: 'hit', tier: 'l1', ttlMs, ageMs: nowMs - entry.loadedAtMs } };
  }

  /** An expired entry that nobody made stale may stand in for a database that fails (RFC 5861, 4). */
  standIn(key: string, error: unknown): Landing | null {
    if (this.options.staleIfErrorMs === 0 || !this.options.enabled) return null;
    if (!(error instanceof DomainError) || error.kind !== 'unavailable') return null;
    const entry = this.local.memory.get(key);
    const nowMs = this.clock.nowMs();
    if (entry === undefined || !this.isServable(entry, nowMs)) return null;
    const ttlMs = expiresAtMs(entry) - nowMs;
    if (-ttlMs > this.options.staleIfErrorMs) return null;
    const ageMs = nowMs - entry.loadedAtMs;
    return { entry, outcome: { kind: 'hit', tier: 'stale-if-error', ttlMs, ageMs } };
  }

  /** Worth loading ahead of its end, if it is in use. */
  isNearItsEnd(entry: Entry): boolean {
    return expiresAtMs(entry) - this.clock.nowMs() < entry.ttlMs * REFRESH_AHEAD_SHARE;
  }

  fill(entry: Entry): boolean {
    return this.options.enabled && this.local.memory.put(entry);
  }

  /** Whether nothing that was announced can have been missed. */
  hearsEverything(): boolean {
    return this.lease === null || this.lease.isValid();
  }

  /** Whether L1 may be believed: no write is known, and this process hears everything [26], or not for long no more. */
  isServable(entry: Entry, nowMs: number): boolean {
    if (this.local.pending.isPending(entry.scope)) return false;
    if (this.hearsEverything()) return true;
    if (this.options.strict || this.lease === null) return false;
    const sinceMs = Math.max(entry.filledAtMs, this.lease.lastProvenMs());
    return nowMs - sinceMs <= this.options.isolatedL1Ms;
  }
}

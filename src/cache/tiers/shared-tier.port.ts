import type { Scope } from '../coherence/scope.js';

/** The two ids that stand in the names of Redis keys. */
export interface EpochNames {
  readonly id: string;
  /** Stands in the names of entries alone; `clear` changes it (coherence.md, "Epochs"). */
  readonly clearId: string;
}

/** The epoch as Redis holds it. Ages and remains are by Redis's own clock. */
export interface EpochRecord extends EpochNames {
  readonly dataServer: string;
  readonly busServer: string;
  readonly ageMs: number;
  /** How long nothing may be stored yet; 0 when the quarantine is over. */
  readonly quarantineMs: number;
}

/** The answer of a script that found another epoch than the one it was asked under: it did nothing. */
export interface OtherEpoch {
  readonly kind: 'other-epoch';
}

export interface LookRequest {
  readonly epoch: EpochNames;
  readonly scope: Scope;
  readonly key: string;
  /** Whether to bring the entry; without, only generation and pending state are noted. */
  readonly wantEntry: boolean;
  /** The generation that is made where none is. */
  readonly freshGeneration: string;
  /** Take the load lock under this owner token if there is no entry; null: do not. */
  readonly lockToken: string | null;
  readonly lockMs: number;
}

/** What one round trip notes, in one step (coherence.md [6]). */
export interface Look {
  readonly kind: 'look';
  readonly generation: string;
  readonly pending: boolean;
  readonly quarantineMs: number;
  /** The entry's envelope, only if its generation is the current one; with its remaining lifetime. */
  readonly entry: { readonly envelope: Buffer; readonly remainingMs: number } | null;
  /** `led`: this flight has the load lock; `followed`: another has it, for `lockMs` more at most. */
  readonly lock: 'none' | 'led' | 'followed';
  readonly lockMs: number;
}

export interface StoreRequest {
  readonly epoch: EpochNames;
  readonly scope: Scope;
  readonly key: string;
  /** The generation noted before the database was read. */
  readonly generation: string;
  /** null: compare only, for a process whose L2 is off. */
  readonly envelope: Buffer | null;
  readonly ttlMs: number;
  readonly lockToken: string | null;
}

export interface StoreAnswer {
  readonly kind: 'store';
  /** False where the generation is no longer the noted one, a write is pending, or Redis is full. */
  readonly accepted: boolean;
  /** Whether flights of other processes wait for this load. */
  readonly awaited: boolean;
}

export interface LockRequest {
  readonly epoch: EpochNames;
  readonly scope: Scope;
  readonly key: string;
  readonly lockToken: string;
}

export interface BeginRequest {
  readonly epoch: EpochNames;
  readonly scopes: readonly Scope[];
  readonly writeId: string;
  /** Until the deadline, on Redis's clock from the execution of the script. */
  readonly pendingMs: number;
}

export type BeginAnswer =
  { readonly kind: 'begun'; readonly epochAgeMs: number } | OtherEpoch | { readonly kind: 'full' };

export interface CommitRequest {
  readonly epoch: EpochNames;
  readonly scopes: readonly Scope[];
  readonly writeId: string;
}

/**
 * L2 and the protocol's state beside it: what `coherence.md` asks of the data server. Every method is one step (one
 * script a scope); all reject with {@link TierUnavailable} where the server does not answer as it should, and then
 * the step may still be executed later: each is harmless when late.
 */
export interface SharedTier {
  /** How long, in ms, a server that was failed over from may have gone on granting leases; absent: not at all. */
  readonly failoverLagMs?: number;
  look(request: LookRequest): Promise<Look | OtherEpoch>;
  store(request: StoreRequest): Promise<StoreAnswer | OtherEpoch>;
  /** Gives the lock back without a store; true where others wait for it. */
  unlock(request: LockRequest): Promise<boolean>;
  /** Keeps the lock for `lockMs` more. */
  keepLock(request: LockRequest, lockMs: number): Promise<void>;
  begin(request: BeginRequest): Promise<BeginAnswer>;
  commit(request: CommitRequest): Promise<void>;
  readEpoch(): Promise<EpochRecord | null>;
  /** Makes `next` the epoch if the current one is `expectedId` (null: none); gives the one in force afterwards. */
  renewEpoch(expectedId: string | null, next: NewEpoch): Promise<EpochRecord>;
  /** Makes every entry unreachable at once by a new clear id; false if the epoch is another. */
  renewClear(epochId: string, clearId: string): Promise<boolean>;
  /** Called with the server's identity on each connection (after it is usable), with null when it is lost. */
  onConnection(listener: (server: string | null) => void): void;
}

export interface NewEpoch extends EpochNames {
  readonly dataServer: string;
  readonly busServer: string;
  readonly quarantineMs: number;
}

/** The shared tier did not answer within its bounds, or not as it should. Never shown to a client. */
export class TierUnavailable extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'TierUnavailable';
  }
}

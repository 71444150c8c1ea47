import type { Scope } from '../coherence/scope.js';

/** What a load brought: the serialized answer, ready to be sent. */
export interface Loaded {
  readonly body: Buffer;
  readonly etag: string;
  /** Whom the access check judges by. */
  readonly ownerId: string;
  /** Lifetime in ms; 0 or less: not to be stored. */
  readonly ttlMs: number;
}

/** A stored answer, as the tiers hold it. Times are on the process's monotonic clock. */
export interface Entry extends Loaded {
  readonly key: string;
  readonly scope: Scope;
  /** The generation it was stored under (coherence.md, "Redis keys"). */
  readonly generation: string;
  /** When its load was sent to the database; the age counts from here. */
  readonly loadedAtMs: number;
  /** When this process put it into its memory. */
  readonly filledAtMs: number;
}

/** The end of the entry's lifetime, in monotonic ms. */
export function expiresAtMs(entry: Entry): number {
  return entry.loadedAtMs + entry.ttlMs;
}

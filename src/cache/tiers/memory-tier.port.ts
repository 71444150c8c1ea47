import type { Scope } from '../coherence/scope.js';
import type { Entry } from './entry.js';

/** How full the memory tier is. */
export interface MemoryTierState {
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/**
 * L1: entries in this process's memory, bounded in number and bytes. It knows nothing of truth: expiry, lease and
 * pending writes are the reader's business (`ResponseCache`), and an expired entry stays until it is evicted.
 */
export interface MemoryTier {
  get(key: string): Entry | undefined;
  /** As `get`, but counts for nothing: looking does not keep an entry. */
  peek(key: string): Entry | undefined;
  /** Puts the entry in; false where it is larger than the tier takes. */
  put(entry: Entry): boolean;
  delete(key: string): void;
  /** Removes every entry of the scope; gives how many there were. */
  deleteScope(scope: Scope): number;
  clear(): void;
  state(): MemoryTierState;
}

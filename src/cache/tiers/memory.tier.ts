import { LRUCache } from 'lru-cache';
import type { Scope } from '../coherence/scope.js';
import type { Entry } from './entry.js';
import type { MemoryTier, MemoryTierState } from './memory-tier.port.js';

export interface MemoryTierLimits {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** What an entry costs beside its body: object, map slots, index, in bytes; measured, rounded up. */
const ENTRY_OVERHEAD_BYTES = 512;

/** The memory tier over `lru-cache`, with an index from scope to keys so that a write removes in O(entries of its scope). */
export class LruMemoryTier implements MemoryTier {
  private readonly entries: LRUCache<string, Entry>;
  private readonly keysOf = new Map<Scope, Set<string>>();

  constructor(private readonly limits: MemoryTierLimits) {
    this.entries = new LRUCache<string, Entry>({
      max: limits.maxEntries,
      maxSize: limits.maxBytes,
      sizeCalculation: sizeOf,
      dispose: (entry) => this.unindex(entry),
    });
  }

  get(key: string): Entry | undefined {
    return this.entries.get(key);
  }

  peek(key: string): Entry | undefined {
    return this.entries.peek(key);
  }

  put(entry: Entry): boolean {
    if (sizeOf(entry) > this.limits.maxBytes) return false;
    this.entries.set(entry.key, entry);
    let keys = this.keysOf.get(entry.scope);
    if (keys === undefined) this.keysOf.set(entry.scope, (keys = new Set()));
    keys.add(entry.key);
    return true;
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  deleteScope(scope: Scope): number {
    const keys = this.keysOf.get(scope);
    if (keys === undefined) return 0;
    const count = keys.size;
    for (const key of keys) this.entries.delete(key);
    return count;
  }

  clear(): void {
    this.entries.clear();
  }

  state(): MemoryTierState {
    return { entries: this.entries.size, bytes: this.entries.calculatedSize, ...this.limits };
  }

  private unindex(entry: Entry): void {
    const keys = this.keysOf.get(entry.scope);
    keys?.delete(entry.key);
    if (keys?.size === 0) this.keysOf.delete(entry.scope);
  }
}

/** What an entry takes of the tier's bytes. */
export function entrySizeBytes(entry: {
  readonly key: string;
  readonly scope: string;
  readonly bodyBytes: number;
}): number {
  return entry.bodyBytes + 2 * (entry.key.length + entry.scope.length) + ENTRY_OVERHEAD_BYTES;
}

function sizeOf({ key, scope, body }: Entry): number {
  return entrySizeBytes({ key, scope, bodyBytes: body.length });
}

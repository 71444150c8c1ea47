import { beforeEach, expect, it } from '@jest/globals';
import { scope } from '../../src/cache/coherence/scope.js';
import type { Entry } from '../../src/cache/tiers/entry.js';
import type { MemoryTier } from '../../src/cache/tiers/memory-tier.port.js';

export interface Limits {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

const NOTES = scope('doc', 'notes');
const OTHERS = scope('doc', 'others');

/** What every memory tier does; `make` gives an empty one within these limits. */
export function memoryTierContract(make: (limits: Limits) => MemoryTier): void {
  let tier: MemoryTier;
  beforeEach(() => {
    tier = make({ maxBytes: 20_000, maxEntries: 5 });
  });

  it('gives back the very entry that was put in', () => {
    const entry = anEntry('a');
    expect(tier.put(entry)).toBe(true);
    expect(tier.get('a')).toBe(entry);
    expect(tier.get('b')).toBeUndefined();
  });

  it('holds the later of two entries of a key, once', () => {
    tier.put(anEntry('a', { scope: NOTES }));
    const later = anEntry('a', { scope: OTHERS });
    tier.put(later);
    expect(tier.get('a')).toBe(later);
    expect(tier.state().entries).toBe(1);
    expect(tier.deleteScope(NOTES)).toBe(0);
    expect(tier.get('a')).toBe(later);
    expect(tier.deleteScope(OTHERS)).toBe(1);
  });

  it('removes a scope with all its entries and no other, and says how many', () => {
    for (const key of ['a', 'b']) tier.put(anEntry(key, { scope: NOTES }));
    tier.put(anEntry('c', { scope: OTHERS }));
    expect(tier.deleteScope(NOTES)).toBe(2);
    expect(tier.deleteScope(NOTES)).toBe(0);
    expect(tier.get('a')).toBeUndefined();
    expect(tier.get('c')).toBeDefined();
  });

  it('removes one key', () => {
    tier.put(anEntry('a'));
    tier.delete('a');
    expect(tier.get('a')).toBeUndefined();
    expect(tier.deleteScope(NOTES)).toBe(0);
  });

  it('stays within its number of entries: the one not used for longest goes', () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) tier.put(anEntry(key));
    tier.get('a');
    tier.put(anEntry('f'));
    expect(tier.state().entries).toBe(5);
    expect(tier.get('a')).toBeDefined();
    expect(tier.get('b')).toBeUndefined();
    expect(tier.deleteScope(NOTES)).toBe(5);
  });

  it('stays within its bytes, and counts what it holds', () => {
    for (const key of ['a', 'b', 'c']) tier.put(anEntry(key, { bytes: 8000 }));
    const { bytes, maxBytes, entries } = tier.state();
    expect(bytes).toBeLessThanOrEqual(maxBytes);
    expect(bytes).toBeGreaterThanOrEqual(16_000);
    expect(entries).toBe(2);
    expect(tier.get('a')).toBeUndefined();
  });

  it('does not take an entry that is larger than all of it, and keeps what it has', () => {
    tier.put(anEntry('a'));
    expect(tier.put(anEntry('b', { bytes: 30_000 }))).toBe(false);
    expect(tier.get('b')).toBeUndefined();
    expect(tier.get('a')).toBeDefined();
  });

  it('is empty after clear', () => {
    for (const key of ['a', 'b']) tier.put(anEntry(key));
    tier.clear();
    expect(tier.state()).toMatchObject({ entries: 0, bytes: 0 });
    expect(tier.get('a')).toBeUndefined();
    expect(tier.deleteScope(NOTES)).toBe(0);
  });
}

function anEntry(key: string, { scope: of = NOTES, bytes = 10 } = {}): Entry {
  return {
    key,
    scope: of,
    generation: 'g',
    body: Buffer.alloc(bytes),
    etag: '"1"',
    ownerId: 'somebody',
    ttlMs: 1000,
    loadedAtMs: 0,
    filledAtMs: 0,
  };
}

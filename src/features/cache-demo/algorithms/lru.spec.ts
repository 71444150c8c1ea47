import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestHits } from './belady.js';
import { lruHits } from './lru.js';

/** By definition: a hit is a key of which fewer than `capacity` others were asked for since its last time. */
function byDistances(requests: readonly number[], capacity: number): number {
  return requests.filter((key, at) => {
    const before = requests.lastIndexOf(key, at - 1);
    return at > 0 && before >= 0 && new Set(requests.slice(before + 1, at)).size < capacity;
  }).length;
}

describe('what LRU reaches', () => {
  it.each([
    ['the textbook’s', [7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1], 3, 8],
    ['a loop that is longer than the cache', [1, 2, 3, 1, 2, 3, 1, 2, 3], 2, 0],
    ['use keeps', [1, 2, 1, 3, 1], 2, 2],
    ['no room', [1, 1, 1], 0, 0],
    ['no requests', [], 4, 0],
  ])('on a trace counted by hand: %s', (_, requests, capacity, hits) => {
    expect(lruHits(requests, capacity)).toBe(hits);
  });

  it('is what the distances between uses say, and never more than the best', () => {
    const traces = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 120 });
    fc.assert(
      fc.property(traces, fc.integer({ min: 0, max: 14 }), (requests, capacity) => {
        expect(lruHits(requests, capacity)).toBe(byDistances(requests, capacity));
        expect(lruHits(requests, capacity)).toBeLessThanOrEqual(bestHits(requests, capacity));
      }),
    );
  });
});

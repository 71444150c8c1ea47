import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestHits } from './belady.js';

/** Every way to keep and drop, tried out: what is best cannot be better than the best of them. */
function bestOfAll(requests: readonly number[], capacity: number, kept: readonly number[] = []): number {
  const [key, ...rest] = requests;
  if (key === undefined) return 0;
  const held = kept.includes(key) ? kept : [...kept, key];
  const hit = kept.includes(key) ? 1 : 0;
  const choices =
    held.length <= capacity ? [held] : held.map((dropped) => held.filter((each) => each !== dropped));
  return hit + Math.max(...choices.map((choice) => bestOfAll(rest, capacity, choice)));
}

describe('the best hit rate that is possible', () => {
  it.each([
    // The usual example of three frames: 9 faults, so 11 hits, where each page must be kept; to pass 4 by saves one for 0.
    ['the textbook’s', [7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1], 3, 12],
    ['one place, and a guest between', [1, 2, 1], 1, 1],
    ['a loop that is longer than the cache', [1, 2, 3, 1, 2, 3, 1, 2, 3], 2, 4],
    ['all of it fits', [1, 2, 1, 2, 3, 3], 3, 3],
    ['no room', [1, 1, 1], 0, 0],
    ['no requests', [], 4, 0],
  ])('of a trace counted by hand: %s', (_, requests, capacity, hits) => {
    expect(bestHits(requests, capacity)).toBe(hits);
  });

  it('is that of the best of all ways, found by trying each', () => {
    const traces = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 9 });
    fc.assert(
      fc.property(traces, fc.integer({ min: 0, max: 4 }), (requests, capacity) => {
        expect(bestHits(requests, capacity)).toBe(bestOfAll(requests, capacity));
      }),
      { numRuns: 300 },
    );
  });
});

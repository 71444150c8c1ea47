import { describe, expect, it } from '@jest/globals';
import { capacityOf, explanationOf, testRoom } from './test-room.js';

describe('the room of the hit-rate test', () => {
  it.each([
    ['a quarter is L1’s', 20, { l1Entries: 10_000, l2: true }, { l1: 5, l2: 15 }],
    ['a small L1 leaves the rest to L2', 20, { l1Entries: 2, l2: true }, { l1: 2, l2: 18 }],
    ['one entry is L1’s', 1, { l1Entries: 10_000, l2: true }, { l1: 1, l2: 0 }],
    ['all of it is L2’s without L1', 20, { l1Entries: 0, l2: true }, { l1: 0, l2: 20 }],
    ['all of it is L1’s without L2, if it has so much', 20, { l1Entries: 12, l2: false }, { l1: 12, l2: 0 }],
    ['none without a tier', 20, { l1Entries: 0, l2: false }, { l1: 0, l2: 0 }],
  ])('%s', (_, entries, tiers, room) => {
    expect(testRoom(entries, tiers)).toEqual(room);
    expect(capacityOf(room)).toBeLessThanOrEqual(entries);
  });

  it.each([
    [{ l1: 5, l2: 15 }, 'one LRU of 20'],
    [{ l1: 20, l2: 0 }, 'L1 alone'],
    [{ l1: 0, l2: 20 }, 'LRU of as many'],
    [{ l1: 0, l2: 100 }, 'all 100 keys'],
    [{ l1: 0, l2: 0 }, 'No tier is on'],
  ])('of %j is explained', (room, words) => {
    expect(explanationOf(room)).toContain(words);
  });
});

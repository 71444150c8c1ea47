import type { ProbeRoom } from '../../cache/index.js';
import { KEYS } from './algorithms/traffic.js';

/** How many entries of the hit-rate test each tier keeps. */
export interface TestRoom {
  readonly l1: number;
  readonly l2: number;
}

/** Memory is the smaller tier, as in life. */
const L1_SHARE = 1 / 4;

/**
 * Shares the room of a test between the tiers that are on: a quarter to L1, if it has so much, and the rest to L2. Where all
 * keys had room, every cache would answer all but the first request of each, and a test of them would say nothing.
 */
export function testRoom(entries: number, { l1Entries, l2 }: ProbeRoom): TestRoom {
  const l1 = Math.min(l1Entries, l2 ? Math.ceil(entries * L1_SHARE) : entries);
  return { l1, l2: l2 ? entries - l1 : 0 };
}

export function capacityOf({ l1, l2 }: TestRoom): number {
  return l1 + l2;
}

/** Why the three rates of such a test are what they are to each other. */
export function explanationOf(room: TestRoom): string {
  const { l1, l2 } = room;
  if (capacityOf(room) === 0) return 'No tier is on: nothing is kept, and every request is a load.';
  const best = 'The best possible rate is that of a cache that knows what will be asked for next (Belady)';
  if (l2 === 0) return `L1 alone is an LRU of ${l1} entries, and reaches what LRU reaches. ${best}.`;
  if (l2 >= KEYS)
    return `There is room for all ${KEYS} keys: each is loaded once, and no cache does with less.`;
  const oldest = `L2 keeps the ${l2} that were stored last, however often they are used`;
  if (l1 === 0) return `${oldest}, and so falls behind an LRU of as many. ${best}.`;
  return (
    `L1 is an LRU of ${l1} entries; ${oldest}. What lies in both takes the room of two, so they fall behind one LRU of ` +
    `${capacityOf(room)}. ${best}.`
  );
}

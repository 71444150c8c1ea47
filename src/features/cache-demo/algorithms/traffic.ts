/** So many keys are asked for; a fifth of them gets four fifths of the requests. */
export const KEYS = 100;
const HOT_KEYS = KEYS / 5;
const HOT_SHARE = 0.8;

/** The pattern in words, with its numbers. */
export const ACCESS_PATTERN = `80/20: 80 % of the requests go to ${HOT_KEYS} of ${KEYS} keys, evenly on either side`;

/** The keys that are asked for, one after the other, as numbers from 0; the same seed gives the same traffic anywhere. */
export function traffic(requests: number, seed: number): number[] {
  const random = mulberry32(seed);
  return Array.from({ length: requests }, () => {
    const hot = random() < HOT_SHARE;
    const place = random();
    return hot ? Math.floor(place * HOT_KEYS) : HOT_KEYS + Math.floor(place * (KEYS - HOT_KEYS));
  });
}

/** Tommy Ettinger's mulberry32: numbers from 0 to below 1, all of them made of the 32 bits of the seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

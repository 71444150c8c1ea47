import { describe, expect, it } from '@jest/globals';
import { isObjectId, randomId } from './ids.js';

describe('a random id', () => {
  it('is 96 bits in base64url, and never the same', () => {
    const count = 2_000; // past the end of the pool, several times
    const ids = Array.from({ length: count }, () => randomId());

    expect(ids.filter((id) => !/^[\w-]{16}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(count);
  });
});

describe('an object id', () => {
  it.each(['0123456789abcdef01234567', '0123456789ABCDEF01234567'])('is %s', (id) => {
    expect(isObjectId(id)).toBe(true);
  });

  it.each(['', '0123456789abcdef0123456', '0123456789abcdef012345678', 'g123456789abcdef01234567'])(
    'is not "%s"',
    (id) => {
      expect(isObjectId(id)).toBe(false);
    },
  );
});

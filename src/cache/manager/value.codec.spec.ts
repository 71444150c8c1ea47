import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeValue, encodeValue } from './value.codec.js';

describe('the codec of values', () => {
  it('gives any JSON value back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(decodeValue(encodeValue(value))?.value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each(['', 'v1', 'v1|', 'v1|{', 'v2|{"value":1}', '{"value":1}', 'v1|null'])(
    'reads %s as a miss',
    (text) => {
      expect(decodeValue(text)).toBeUndefined();
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { etagOf, ifMatchHolds, ifNoneMatchHits, jsonBytes } from './etag.js';

const etag = etagOf(jsonBytes({ a: 1 }));

describe('the entity tag', () => {
  it('is strong, the same for the same bytes and another for others', () => {
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(etagOf(jsonBytes({ a: 1 }))).toBe(etag);
    expect(etagOf(jsonBytes({ a: 2 }))).not.toBe(etag);
  });

  it.each([
    [undefined, true],
    ['*', true],
    [etag, true],
    [`"other", ${etag}`, true],
    [`W/${etag}`, false],
    ['"other"', false],
    ['garbage', false],
    ['', false],
  ])('If-Match: %s holds: %s', (header, holds) => {
    expect(ifMatchHolds(header, etag)).toBe(holds);
  });

  it.each([
    [undefined, false],
    ['*', true],
    [etag, true],
    [`W/${etag}`, true],
    [`"other", W/${etag}`, true],
    ['"other"', false],
    ['garbage', false],
  ])('If-None-Match: %s hits: %s', (header, hits) => {
    expect(ifNoneMatchHits(header, etag)).toBe(hits);
  });
});

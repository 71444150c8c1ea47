import { describe, expect, it } from '@jest/globals';
import { requestDirectives } from './request-directives.js';

describe('Cache-Control of a request', () => {
  it.each([
    [undefined, {}],
    ['', {}],
    ['no-cache', { fresh: true }],
    ['NO-CACHE', { fresh: true }],
    ['max-age=0', { fresh: true, maxAgeMs: 0 }],
    ['max-age="30"', { maxAgeMs: 30_000 }],
    ['only-if-cached, max-age=60', { onlyIfCached: true, maxAgeMs: 60_000 }],
    ['no-store', { noStore: true }],
    ['max-age=-1', {}],
    ['max-age=99999999999', {}],
    ['x-no-cache, , ;;', {}],
  ])('%s', (header, stated) => {
    const nothing = { fresh: false, onlyIfCached: false, noStore: false, maxAgeMs: Infinity };
    expect(requestDirectives(header)).toEqual({ ...nothing, ...stated });
  });
});

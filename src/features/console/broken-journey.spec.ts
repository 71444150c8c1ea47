import { describe, expect, it } from '@jest/globals';
import type { ReadCourse, Scope } from '../../cache/index.js';
import { brokenJourneyOf } from './broken-journey.js';

const BOTH = { l1: true, l2: true };
const ASKED: ReadCourse = {
  startedMs: 0,
  key: 'assessment:a:details',
  scope: 'assessment:a' as Scope, // has the form of one
  fresh: false,
  waits: true,
  isRefused: false,
  noted: null,
  loadMs: null,
};
const LOADED = { ...ASKED, loadMs: 2 };

const results = (course: ReadCourse | null, status: number, tiers = BOTH) =>
  brokenJourneyOf(course, status, tiers).map(({ result }) => result);

describe('the way of a request without an answer', () => {
  it.each([
    ['was refused by a guard', null, 429, ['not-asked', 'not-asked', 'not-asked']],
    ['has no key', { ...ASKED, key: null }, 404, ['passed', 'passed', 'refused']],
    ['found nothing in the database', LOADED, 404, ['miss', 'miss', 'nothing']],
    ['was refused by the handler', LOADED, 403, ['miss', 'miss', 'refused']],
    ['met a database that is down', LOADED, 503, ['miss', 'miss', 'failed']],
    ['asked for fresh', { ...LOADED, fresh: true }, 404, ['passed', 'passed', 'nothing']],
    ['met no Redis', { ...LOADED, noted: 'l2-unavailable' }, 404, ['miss', 'no-answer', 'nothing']],
    [
      'met somebody else’s entry in L1',
      { ...ASKED, waits: false, isRefused: true },
      404,
      ['refused', 'not-asked', 'not-asked'],
    ],
    ['met somebody else’s entry in L2', { ...ASKED, isRefused: true }, 404, ['miss', 'refused', 'not-asked']],
    ['waited for a load that found nothing', ASKED, 404, ['miss', 'not-asked', 'nothing']],
  ] satisfies [string, ReadCourse | null, number, string[]][])('that %s', (_, course, status, expected) => {
    expect(results(course, status)).toEqual(expected);
  });

  it('says which tiers there are not', () => {
    expect(results(LOADED, 404, { l1: false, l2: false })).toEqual(['off', 'off', 'nothing']);
    expect(results(null, 429, { l1: true, l2: false })).toEqual(['not-asked', 'off', 'not-asked']);
    expect(results({ ...ASKED, isRefused: true }, 404, { l1: true, l2: false })).toEqual([
      'miss',
      'off',
      'refused',
    ]);
  });

  it('takes the time of its load, and names the status', () => {
    const [, , database] = brokenJourneyOf(LOADED, 404, BOTH);
    expect(database?.took_ms).toBe(2);
    expect(database?.note).toContain('404');
  });
});

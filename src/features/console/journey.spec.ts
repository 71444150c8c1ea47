import { describe, expect, it } from '@jest/globals';
import type { FinishedRead } from '../../cache/index.js';
import { journeyOf } from './journey.js';

type Outcome = FinishedRead['outcome'];

const BOTH = { l1: true, l2: true };
const MISS = { kind: 'miss', forward: 'miss', stored: true, collapsed: false, detail: null } as const;

const read = (outcome: Outcome, loadMs: number | null = null): FinishedRead => ({
  resource: 'assessment_details',
  key: 'assessment:a:details',
  scope: null,
  outcome,
  tookMs: 5,
  loadMs,
});
const results = (outcome: Outcome, tiers = BOTH, loadMs: number | null = null) =>
  journeyOf(read(outcome, loadMs), tiers).map(({ result }) => result);

describe('the way of a request', () => {
  it.each([
    ['ends at L1', { kind: 'hit', tier: 'l1', ttlMs: 1, ageMs: 1 }, ['hit', 'not-asked', 'not-asked']],
    ['ends at L2', { kind: 'hit', tier: 'l2', ttlMs: 1, ageMs: 1 }, ['miss', 'hit', 'not-asked']],
    [
      'ends at an expired entry',
      { kind: 'hit', tier: 'stale-if-error', ttlMs: -1, ageMs: 1 },
      ['stale', 'miss', 'failed'],
    ],
    ['goes through to the database', MISS, ['miss', 'miss', 'loaded']],
    ['waits for another request’s load', { ...MISS, collapsed: true }, ['miss', 'miss', 'shared']],
    [
      'passes the tiers where it asks for fresh',
      { ...MISS, forward: 'request' },
      ['passed', 'passed', 'loaded'],
    ],
    [
      'passes a Redis that does not answer',
      { ...MISS, stored: false, detail: 'l2-unavailable' },
      ['miss', 'no-answer', 'loaded'],
    ],
    ['passes the cache by', { kind: 'bypass', detail: null }, ['passed', 'passed', 'loaded']],
  ] satisfies [string, Outcome, string[]][])('%s', (_, outcome, expected) => {
    expect(results(outcome)).toEqual(expected);
  });

  it('says which tiers there are not', () => {
    expect(results(MISS, { l1: false, l2: false })).toEqual(['off', 'off', 'loaded']);
    const hit: Outcome = { kind: 'hit', tier: 'l1', ttlMs: 1, ageMs: 1 };
    expect(results(hit, { l1: true, l2: false })).toEqual(['hit', 'off', 'not-asked']);
  });

  it('parts the time of a miss between Redis and the database', () => {
    const [, l2, database] = journeyOf(read(MISS, 3), BOTH);
    expect([l2?.took_ms, database?.took_ms]).toEqual([2, 3]);
  });

  it.each([
    'pending',
    'quarantine',
    'too-large',
    'superseded',
    'l2-unavailable',
    'no-lifetime',
    'disabled',
  ] as const)('says why nothing was stored: %s', (detail) => {
    const [, , database] = journeyOf(read({ ...MISS, stored: false, detail }), BOTH);
    expect(database?.note).toContain('Not stored');
  });
});

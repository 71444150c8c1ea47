import type { FinishedRead } from '../../cache/index.js';
import type { JourneyStep } from './cache-admin.dto.js';

/** Which tiers this instance has. */
export interface TiersOn {
  readonly l1: boolean;
  readonly l2: boolean;
}

type Miss = Extract<FinishedRead['outcome'], { kind: 'miss' }>;

/** The way of one answered read through the tiers, station by station. */
export function journeyOf(read: FinishedRead, tiers: TiersOn): JourneyStep[] {
  const { outcome, tookMs, loadMs } = read;
  switch (outcome.kind) {
    case 'bypass':
      return [
        ...both('passed', tiers, 'Passed by: a request like this one is not cached.'),
        step('database', 'loaded', loadMs ?? tookMs, 'The handler read the database.'),
      ];
    case 'hit':
      return hit(outcome.tier, tookMs, tiers);
    case 'miss':
      return miss(outcome, read, tiers);
  }
}

function hit(tier: 'l1' | 'l2' | 'stale-if-error', tookMs: number, tiers: TiersOn): JourneyStep[] {
  if (tier === 'l1') {
    return [
      step('l1', 'hit', tookMs, 'The entry lay in the memory of this instance.'),
      tiers.l2 ? step('l2', 'not-asked', null, 'Not asked.') : off('l2'),
      step('database', 'not-asked', null, 'Not asked.'),
    ];
  }
  if (tier === 'l2') {
    return [
      tiers.l1 ? step('l1', 'miss', null, 'Nothing there; filled from L2 on the way back.') : off('l1'),
      step('l2', 'hit', tookMs, 'Redis had the entry under the current generation.'),
      step('database', 'not-asked', null, 'Not asked.'),
    ];
  }
  return [
    step('l1', 'stale', null, 'An expired entry that nobody made stale stood in.'),
    tiers.l2 ? step('l2', 'miss', null, 'Nothing there.') : off('l2'),
    step('database', 'failed', null, 'The database did not answer.'),
  ];
}

function miss(outcome: Miss, { tookMs, loadMs }: FinishedRead, tiers: TiersOn): JourneyStep[] {
  const fresh = outcome.forward === 'request';
  const kept = outcome.stored ? 'The answer was stored on the way back.' : whyNotStored(outcome);
  const passed = 'Passed by: a fresh read was asked for.';
  const l1 = fresh ? step('l1', 'passed', null, passed) : step('l1', 'miss', null, 'Nothing there.');
  const l2 = fresh ? step('l2', 'passed', null, passed) : lookedUp(outcome, tookMs, loadMs);
  const database = outcome.collapsed
    ? step('database', 'shared', tookMs, `Another request’s load brought the answer. ${kept}`)
    : step('database', 'loaded', loadMs, `The handler read the database. ${kept}`);
  return [tiers.l1 ? l1 : off('l1'), tiers.l2 ? l2 : off('l2'), database];
}

/** What is not the load is the asking and the storing, which are Redis's. */
function lookedUp({ detail }: Miss, tookMs: number, loadMs: number | null): JourneyStep {
  const askedMs = loadMs === null ? null : Math.max(0, tookMs - loadMs);
  return detail === 'l2-unavailable'
    ? step('l2', 'no-answer', askedMs, 'Redis did not answer in time.')
    : step('l2', 'miss', askedMs, 'No entry under the current generation.');
}

function whyNotStored({ collapsed, detail }: Miss): string {
  if (collapsed) return 'It was that request’s to store.';
  switch (detail) {
    case 'pending':
      return 'Not stored: a write of its scope is under way.';
    case 'quarantine':
      return 'Not stored: the epoch is in quarantine.';
    case 'too-large':
      return 'Not stored: it is larger than an entry may be.';
    case 'superseded':
      return 'Not stored: a write came while it was loading.';
    case 'l2-unavailable':
      return 'Not stored: Redis did not answer.';
    case 'no-lifetime':
      return 'Not stored: it has no lifetime.';
    case 'disabled':
    case null:
      return 'Not stored.';
  }
}

/** The same happened at both tiers. */
export function both(result: JourneyStep['result'], tiers: TiersOn, note: string): JourneyStep[] {
  return [
    tiers.l1 ? step('l1', result, null, note) : off('l1'),
    tiers.l2 ? step('l2', result, null, note) : off('l2'),
  ];
}

export function off(station: 'l1' | 'l2'): JourneyStep {
  return step(station, 'off', null, 'This tier is off, or there is none.');
}

export function step(
  station: JourneyStep['station'],
  result: JourneyStep['result'],
  tookMs: number | null,
  note: string,
): JourneyStep {
  return { station, result, took_ms: tookMs === null ? null : Math.round(tookMs * 1000) / 1000, note };
}

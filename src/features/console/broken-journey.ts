import type { ReadCourse } from '../../cache/index.js';
import type { JourneyStep } from './cache-admin.dto.js';
import { both, off, step, type TiersOn } from './journey.js';

const NOT_FOUND = 404;
const FAILURES = 500;

/**
 * The way of a read that ended in a refusal or a failure, as far as it came.
 * @param course null: it did not come to the cache
 * @param status what it was answered with
 */
export function brokenJourneyOf(course: ReadCourse | null, status: number, tiers: TiersOn): JourneyStep[] {
  if (course === null) {
    const note = `Not asked: the request was refused (${status}) before it came here.`;
    return [...both('not-asked', tiers, note), step('database', 'not-asked', null, note)];
  }
  if (course.key === null) {
    return [
      ...both('passed', tiers, 'Passed by: a request like this one is not cached.'),
      step('database', status < FAILURES ? 'refused' : 'failed', null, handlerSaid(status)),
    ];
  }
  if (course.loadMs !== null) return failedLoad(course, course.loadMs, status, tiers);
  return course.isRefused ? refusedEntry(course, status, tiers) : failedElsewhere(status, tiers);
}

/** Its own load, behind both tiers. */
function failedLoad(course: ReadCourse, loadMs: number, status: number, tiers: TiersOn): JourneyStep[] {
  const database = step('database', resultOf(status), loadMs, loadSaid(status));
  if (course.fresh) return [...both('passed', tiers, 'Passed by: a fresh read was asked for.'), database];
  const l2 =
    course.noted === 'l2-unavailable'
      ? step('l2', 'no-answer', null, 'Redis did not answer in time.')
      : step('l2', 'miss', null, 'No entry under the current generation.');
  return [
    tiers.l1 ? step('l1', 'miss', null, 'Nothing there.') : off('l1'),
    tiers.l2 ? l2 : off('l2'),
    database,
  ];
}

/** A hit is authorized like a miss. */
function refusedEntry({ waits }: ReadCourse, status: number, tiers: TiersOn): JourneyStep[] {
  const database = step('database', 'not-asked', null, 'Not asked.');
  if (!waits) {
    const refused = step('l1', 'refused', null, `The entry lay here, and is not the caller’s (${status}).`);
    return [refused, tiers.l2 ? step('l2', 'not-asked', null, 'Not asked.') : off('l2'), database];
  }
  const note = `What Redis or another request’s load brought is not the caller’s (${status}).`;
  return [
    tiers.l1 ? step('l1', 'miss', null, 'Nothing there.') : off('l1'),
    tiers.l2 ? step('l2', 'refused', null, note) : off('l2'),
    tiers.l2 ? database : step('database', 'refused', null, note),
  ];
}

/** It waited for the load of another request of the same key, and shares its end. */
function failedElsewhere(status: number, tiers: TiersOn): JourneyStep[] {
  return [
    tiers.l1 ? step('l1', 'miss', null, 'Nothing there.') : off('l1'),
    tiers.l2
      ? step('l2', 'not-asked', null, 'Another request asked for the same, and this one waited.')
      : off('l2'),
    step('database', resultOf(status), null, `Another request’s load. ${loadSaid(status)}`),
  ];
}

function resultOf(status: number): JourneyStep['result'] {
  if (status === NOT_FOUND) return 'nothing';
  return status < FAILURES ? 'refused' : 'failed';
}

function loadSaid(status: number): string {
  return status === NOT_FOUND
    ? 'The handler looked it up in the database: nothing there (404). Such an answer is never stored.'
    : `${handlerSaid(status)} Such an answer is never stored.`;
}

function handlerSaid(status: number): string {
  return status < FAILURES
    ? `The handler refused the request (${status}).`
    : `The handler failed (${status}).`;
}

import type { Scope } from '../coherence/scope.js';
import type { OutcomeDetail } from '../outcome.js';

/** How far a read of a cached route has come: written on its way, so that of a read without an answer it can be told, too. */
export interface ReadCourse {
  /** When it came to the cache, by the monotonic clock. */
  readonly startedMs: number;
  /** null: it passes the tiers by. */
  key: string | null;
  scope: Scope | null;
  /** It asked for a fresh read. */
  fresh: boolean;
  /** Memory did not answer it: it waits for Redis, or for a load. */
  waits: boolean;
  /** What was found is somebody else's. */
  isRefused: boolean;
  /** What its own load had found out of Redis before; null: nothing against storing. */
  noted: OutcomeDetail | null;
  /** What of it was the handler and its database read; null where that did not run for this request, or has not ended. */
  loadMs: number | null;
}

export function beginCourse(startedMs: number): ReadCourse {
  return {
    startedMs,
    key: null,
    scope: null,
    fresh: false,
    waits: false,
    isRefused: false,
    noted: null,
    loadMs: null,
  };
}

import { SECOND_MS } from '../../../kernel/duration.js';

/** So many interactions make a version due at once. */
export const BATCH = 50;
/** Fewer make one due after this time: what few people do is learned, too. */
export const PATIENCE_MS = 30 * SECOND_MS;
/** No two versions come closer together: each makes every list be ordered again. */
export const REST_MS = 2 * SECOND_MS;

/**
 * @param unlearned how many interactions no version has learned from
 * @param waitedMs for how long there have been any
 */
export function isDue(unlearned: number, waitedMs: number): boolean {
  return unlearned >= BATCH || (unlearned > 0 && waitedMs >= PATIENCE_MS);
}

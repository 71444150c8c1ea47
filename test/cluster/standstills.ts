import type { History } from './history.js';

const LOOK_EVERY_MS = 50;
/** Less is a busy machine as any; more is what a fault does. */
const STANDSTILL_MS = 400;

/**
 * Notes the times in which the machine, or this process, did nothing for so long that every limit of the service may have run
 * out: what is promised while all is well is not promised then.
 * @returns ends the watch
 */
export function watchStandstills(history: History): () => void {
  let lookedMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    if (nowMs - lookedMs > LOOK_EVERY_MS + STANDSTILL_MS)
      history.standstills.push({
        name: 'the machine stood still',
        victim: null,
        database: 'all',
        beganMs: lookedMs,
        endedMs: nowMs,
      });
    lookedMs = nowMs;
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

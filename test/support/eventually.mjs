import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until a condition holds, looking every few milliseconds, and gives what it returned. A condition that throws
 * does not hold yet; when the time is over the error tells the last reason. The limit is patience, no claim: it is long, as
 * a process, a server or a disk of a busy machine may stand still for seconds.
 * @template T
 * @param {() => T | Promise<T>} condition holds when it gives something truthy
 * @param {{ withinMs?: number, everyMs?: number, what?: string }} [options]
 * @returns {Promise<Exclude<Awaited<T>, false | null | undefined>>}
 */
export async function eventually(
  condition,
  { withinMs = 30_000, everyMs = 10, what = 'the condition' } = {},
) {
  const deadline = performance.now() + withinMs;
  /** @type {unknown} */
  let reason;
  do {
    try {
      const value = await condition();
      if (value) return /** @type {Exclude<Awaited<T>, false | null | undefined>} */ (value);
      reason = `it gave ${String(value)}`;
    } catch (error) {
      reason = error;
    }
    await pause(everyMs);
  } while (performance.now() < deadline);
  throw new Error(
    `Not within ${withinMs} ms: ${what} (${reason instanceof Error ? reason.message : String(reason)})`,
    {
      cause: reason,
    },
  );
}

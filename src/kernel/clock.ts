/** A scheduled call; `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/**
 * Time as the house uses it. `nowMs` never goes back and has no meaning outside this process; durations and
 * deadlines are made of it. `wallMs` is for people and logs only: no decision may rest on it.
 */
export interface Clock {
  /** Monotonic milliseconds, fractional. */
  nowMs(): number;
  /** Milliseconds since 1970, as the machine believes. */
  wallMs(): number;
  /** Calls `run` once after at least `delayMs`; the timer does not keep the process alive. */
  after(delayMs: number, run: () => void): Timer;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, Math.ceil(delayMs)); // Node would round down, and fire early
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

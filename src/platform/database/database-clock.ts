import { type Clock, systemClock } from '../../kernel/clock.js';
import { SECOND_MS } from '../../kernel/duration.js';

/** Two clocks part by less than this (NTP slews by at most 500 ppm, and a quartz is off by less than 100). */
const DRIFT = 0.001;
/** Older knowledge is none: the clock may have been set meanwhile. */
const OLDEST_MS = 30 * SECOND_MS;

interface Measurement {
  readonly offsetMs: number;
  readonly atMs: number;
}

/**
 * The clock of the database's primary, as far as it can be known from here. An answer that carries the server's
 * time `S` and arrived at `t` was stamped before `t`: at any local time `x` the server's clock shows at least
 * `S + (x - t)`. Only this lower bound is used, so a fence errs to the early side, by the answer's way back.
 */
export class DatabaseClock {
  private measurement: Measurement | null = null;

  constructor(private readonly clock: Clock = systemClock) {}

  /** @param serverMs the server's time, ms since 1970; @param receivedMs `Clock.nowMs` at the answer's arrival */
  learn(serverMs: number, receivedMs: number): void {
    this.measurement = { offsetMs: serverMs - receivedMs, atMs: receivedMs };
  }

  /** Another server is primary, with a clock of its own. */
  forget(): void {
    this.measurement = null;
  }

  /**
   * A time by the database's clock that is not later than `localMs` (`Clock.nowMs`) is by ours; null while the
   * database's clock is not known.
   */
  earliestAt(localMs: number): Date | null {
    const known = this.measurement;
    if (known === null) return null;
    const ageMs = this.clock.nowMs() - known.atMs;
    if (ageMs > OLDEST_MS) return null;
    const driftMs = Math.max(0, localMs - known.atMs) * DRIFT;
    return new Date(Math.floor(known.offsetMs + localMs - driftMs));
  }
}

/** The clock of the one database that this process has. */
export const databaseClock = new DatabaseClock();

import type { Clock, Timer } from '../../../src/kernel/clock.js';
import type { Gate, Scheduler } from './scheduler.js';

/** How a machine counts time: another zero, another pace. */
export interface Pace {
  readonly offsetMs: number;
  /** Its seconds in one true second. */
  readonly rate: number;
}

/** The clock of a machine without timers of its own (the servers'). */
export class ServerClock {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly pace: Pace,
  ) {}

  nowMs(): number {
    return this.pace.offsetMs + this.scheduler.nowMs * this.pace.rate;
  }
}

/** The clock of a process: its timers stop with it (death) and wait while it is frozen (the gate). */
export class ProcessClock implements Clock {
  /** Timers that still wait. */
  waiting = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly pace: Pace,
    private readonly gate: Gate,
    private readonly isAlive: () => boolean,
    private readonly latenessMs: () => number,
  ) {}

  nowMs(): number {
    return this.pace.offsetMs + this.scheduler.nowMs * this.pace.rate;
  }

  wallMs(): number {
    return 0; // no decision may rest on it
  }

  after(delayMs: number, run: () => void): Timer {
    this.waiting += 1;
    const atMs = this.scheduler.nowMs + Math.max(0, delayMs) / this.pace.rate + this.latenessMs();
    const step = this.scheduler.add(atMs, 'timer', '', this.gate, () => {
      step.cancelled = true;
      this.waiting -= 1;
      if (this.isAlive()) run();
    });
    return {
      cancel: () => {
        if (!step.cancelled) this.waiting -= 1;
        step.cancelled = true;
      },
    };
  }
}

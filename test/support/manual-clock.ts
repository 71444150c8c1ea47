import type { Clock, Timer } from '../../src/kernel/clock.js';

/** A clock that stands still until the test moves it; timers run when their time has come, in order. */
export class ManualClock implements Clock {
  private now = 0;
  private timers: { readonly atMs: number; readonly run: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }

  wallMs(): number {
    return this.now;
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = { atMs: this.now + Math.max(0, delayMs), run };
    this.timers.push(timer);
    return { cancel: () => (this.timers = this.timers.filter((other) => other !== timer)) };
  }

  /** Moves on by `ms`, and lets what was due and its promises run. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      const due = this.timers.filter(({ atMs }) => atMs <= until).toSorted((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((other) => other !== due);
      this.now = due.atMs;
      due.run();
      await settled();
    }
    this.now = until;
    await settled();
  }
}

/** Lets all promises that are ready run their continuations. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import type { Clock } from '../../kernel/clock.js';
import { TierUnavailable } from './shared-tier.port.js';

/**
 * The time that all Redis work of one request may take together: passed on, not multiplied. Time between the calls
 * (the database's) does not count.
 */
export class TimeBudget {
  private remainingMs: number;

  constructor(
    private readonly clock: Clock,
    budgetMs: number,
  ) {
    this.remainingMs = budgetMs;
  }

  isSpent(): boolean {
    return this.remainingMs <= 0;
  }

  /**
   * Waits for `work` as long as the budget lasts.
   * @throws TierUnavailable when it is used up; the work itself goes on unheard
   */
  async spend<Result>(work: () => Promise<Result>): Promise<Result> {
    const startedMs = this.clock.nowMs();
    try {
      return await this.within(work());
    } finally {
      this.remainingMs -= this.clock.nowMs() - startedMs;
    }
  }

  private within<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      // After the timer one more turn of the event loop: an answer that already lies in the socket counts, however
      // late a busy process comes to read it.
      const timer = this.clock.after(this.remainingMs, () =>
        this.clock.after(0, () => reject(new TierUnavailable('time budget used up'))),
      );
      work.then(
        (result) => {
          timer.cancel();
          resolve(result);
        },
        (error: unknown) => {
          timer.cancel();
          reject(error instanceof Error ? error : new TierUnavailable(String(error)));
        },
      );
    });
  }
}

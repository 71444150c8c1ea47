import type { Clock } from '../../kernel/clock.js';
import { Circuit, type CircuitState } from './circuit.js';
import { TierUnavailable } from './shared-tier.port.js';
import { TimeBudget } from './time-budget.js';

/** The one fault policy around all that is asked of the shared tier: circuit first, then the request's time budget. */
export class TierGuard {
  private readonly breaker: Circuit;

  constructor(
    private readonly clock: Clock,
    private readonly budgetMs: number,
  ) {
    this.breaker = new Circuit(clock);
  }

  circuit(): CircuitState {
    return this.breaker.state();
  }

  /** A budget for one request. */
  budget(budgetMs = this.budgetMs): TimeBudget {
    return new TimeBudget(this.clock, budgetMs);
  }

  /** @throws TierUnavailable when the circuit is open, the budget is used up, or the tier fails */
  async run<Result>(budget: TimeBudget, work: () => Promise<Result>): Promise<Result> {
    if (budget.isSpent()) throw new TierUnavailable('time budget used up'); // nobody's fault: nothing was asked
    if (!this.breaker.admits()) throw new TierUnavailable('circuit open');
    try {
      const result = await budget.spend(work);
      this.breaker.succeed();
      return result;
    } catch (error) {
      this.breaker.fail();
      throw error instanceof TierUnavailable ? error : new TierUnavailable('the shared tier failed', error);
    }
  }
}

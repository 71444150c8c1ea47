import type { Gate, Scheduler, Step } from './scheduler.js';

/** Steps of one kind, of one process or of any (-1). */
export interface StepPattern {
  readonly kind: string;
  readonly process: number;
}

/**
 * Steering: the nth step of one kind waits until a step of another kind has been taken, or for `maxMs`. Two or three
 * of these at random find orders that random delays seldom make.
 */
export class Hold {
  private gate: Gate | null = null;
  private over = false;

  constructor(
    private readonly what: StepPattern,
    private skip: number,
    readonly until: StepPattern,
    private untilSkip: number,
    private readonly maxMs: number,
  ) {}

  catches(step: Step): boolean {
    if (this.over || this.gate !== null || !matches(this.what, step)) return false;
    if (this.skip > 0) {
      this.skip -= 1;
      return false;
    }
    return true;
  }

  keep(gate: Gate, scheduler: Scheduler): void {
    this.gate = gate;
    gate.close();
    scheduler.at(scheduler.nowMs + this.maxMs, 'hold-ends', () => this.release());
  }

  onStep(step: Step): void {
    if (this.gate === null || this.over || !matches(this.until, step)) return;
    if (this.untilSkip > 0) this.untilSkip -= 1;
    else this.release();
  }

  release(): void {
    if (!this.over) this.gate?.open();
    this.over = true;
  }
}

function matches(pattern: StepPattern, step: Step): boolean {
  return pattern.kind === step.kind && (pattern.process === -1 || pattern.process === step.process);
}

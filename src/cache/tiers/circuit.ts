import type { Clock } from '../../kernel/clock.js';

export type CircuitState = 'closed' | 'open' | 'half-open';

/** After so many failures in a row nothing is asked for a while. */
const FAILURES_TO_OPEN = 5;
/** How long, in ms, until one probe may go through. */
const OPEN_MS = 1_000;

/**
 * A circuit breaker: a tier that fails costs its time budget a few times, then nothing. While open, one probe at a
 * time is let through after {@link OPEN_MS}; its success closes the circuit.
 */
export class Circuit {
  private failures = 0;
  private openedAtMs = -Infinity;
  private probing = false;

  constructor(private readonly clock: Clock) {}

  state(): CircuitState {
    if (this.failures < FAILURES_TO_OPEN) return 'closed';
    return this.clock.nowMs() - this.openedAtMs < OPEN_MS ? 'open' : 'half-open';
  }

  /** Whether to try now; a `true` in the half-open state is the one probe, and must be answered by succeed or fail. */
  admits(): boolean {
    const state = this.state();
    if (state !== 'half-open') return state === 'closed';
    if (this.probing) return false;
    this.probing = true;
    return true;
  }

  succeed(): void {
    this.failures = 0;
    this.probing = false;
  }

  fail(): void {
    this.failures += 1;
    this.probing = false;
    if (this.failures >= FAILURES_TO_OPEN) this.openedAtMs = this.clock.nowMs();
  }
}

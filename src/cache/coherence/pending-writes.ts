import type { Clock } from '../../kernel/clock.js';
import type { Scope } from './scope.js';

/** Beyond so many remembered writes the ones past their deadline are swept at the next begin. */
const SWEEP_ABOVE = 1_000;

/** The writes that this process knows to be under way: a set of writes a scope, never a flag (coherence.md [24]). */
export class PendingWrites {
  private readonly deadlines = new Map<Scope, Map<string, number>>();

  constructor(private readonly clock: Clock) {}

  begin(scope: Scope, writeId: string, deadlineMs: number): void {
    if (this.deadlines.size > SWEEP_ABOVE) this.sweep();
    let writes = this.deadlines.get(scope);
    if (writes === undefined) this.deadlines.set(scope, (writes = new Map()));
    writes.set(writeId, deadlineMs);
  }

  commit(scope: Scope, writeId: string): void {
    const writes = this.deadlines.get(scope);
    writes?.delete(writeId);
    if (writes?.size === 0) this.deadlines.delete(scope);
  }

  isPending(scope: Scope): boolean {
    if (this.deadlines.size === 0) return false; // the hot path
    const writes = this.deadlines.get(scope);
    if (writes === undefined) return false;
    const nowMs = this.clock.nowMs();
    for (const deadlineMs of writes.values()) if (deadlineMs >= nowMs) return true;
    this.deadlines.delete(scope);
    return false;
  }

  forget(): void {
    this.deadlines.clear();
  }

  /** How many scopes have a write under way. */
  count(): number {
    this.sweep();
    return this.deadlines.size;
  }

  private sweep(): void {
    for (const scope of this.deadlines.keys()) this.isPending(scope);
  }
}

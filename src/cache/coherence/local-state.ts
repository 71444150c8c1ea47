import type { Clock } from '../../kernel/clock.js';
import type { MemoryTier } from '../tiers/memory-tier.port.js';
import { AnnouncedWrites } from './announced-writes.js';
import { Flights } from './flights.js';
import { PendingWrites } from './pending-writes.js';
import type { Scope } from './scope.js';

/** All that this process holds that an invalidation concerns: L1, flights, and the writes it knows to be under way. */
export class LocalState {
  readonly flights = new Flights();
  readonly pending: PendingWrites;
  readonly announced: AnnouncedWrites;

  constructor(
    readonly memory: MemoryTier,
    clock: Clock,
  ) {
    this.pending = new PendingWrites(clock);
    this.announced = new AnnouncedWrites(clock);
  }

  /** A write of these scopes is about to happen: forget what it makes stale. */
  begin(scopes: readonly Scope[], writeId: string, deadlineMs: number, deletes = false): void {
    this.announced.add(writeId, scopes, deletes, deadlineMs);
    for (const scope of scopes) {
      this.pending.begin(scope, writeId, deadlineMs);
      this.invalidate(scope);
    }
  }

  /** @param failed the write is known not to have happened: what the change stream brings of its scopes is news again */
  commit(scopes: readonly Scope[], writeId: string, failed = false): void {
    if (failed) this.announced.drop(writeId, scopes);
    for (const scope of scopes) this.pending.commit(scope, writeId);
  }

  invalidate(scope: Scope): void {
    this.memory.deleteScope(scope);
    this.flights.detach(scope);
  }

  /** Nothing that was held is to be trusted any more. Pending writes stay known: forgetting them is for `resubscribed`. */
  empty(): void {
    this.memory.clear();
    this.flights.detachAll();
  }
}

import mongoose from 'mongoose';
import { type Clock, systemClock } from '../../kernel/clock.js';
import { type DatabaseClock, databaseClock } from './database-clock.js';
import { outOfTime } from './mongo-errors.js';
import { type TimedWrite, windowOf } from './operation-limits.js';

/**
 * The filter of an announced update or delete, fenced: the server does nothing when it comes to it after the
 * write's deadline, by the server's own clock (coherence.md [12]). Compares the time at which the operation begins,
 * so the fence stands one operation's limit before the deadline; give the operation `writeOptions(write)` too.
 *
 * Matches nothing when it is late, so a result of "no document" is looked at again with {@link isLate}. Not for
 * upserts: MongoDB refuses `$expr` there.
 * @throws {DomainError} unavailable, known failed: the deadline is too near, or the database's clock is not known
 */
export function fenced<Filter extends object>(
  filter: Filter,
  write: TimedWrite,
  clock: Clock = systemClock,
  time: DatabaseClock = databaseClock,
): Filter {
  if (write.deadlineMs === Infinity) return filter;
  if (isLate(write, clock)) throw outOfTime();
  const deadline = time.earliestAt(windowOf(write, clock).beginByMs);
  if (deadline === null) throw outOfTime();
  // sanitizeFilter refuses $expr from anyone else
  return { ...filter, $expr: mongoose.trusted({ $lt: ['$$NOW', deadline] }) };
}

/** True when an operation of this write begun now would be fenced off. */
export function isLate(write: TimedWrite, clock: Clock = systemClock): boolean {
  return write.deadlineMs !== Infinity && clock.nowMs() >= windowOf(write, clock).beginByMs;
}

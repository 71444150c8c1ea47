import { type Clock, systemClock } from '../../kernel/clock.js';
import { outOfTime } from './mongo-errors.js';

/** The server is given less than the client waits, so that its own clean answer comes first. */
const SERVER_SHARE = 0.9;
/** Less is not worth a try: the answer could not be awaited. */
const SHORTEST_MS = 20;

/**
 * A write with a deadline on the process's monotonic clock (`Clock.nowMs`): the events' `AnnouncedWrite`, as far as
 * it matters here. `Infinity`: nobody set one.
 */
export interface TimedWrite {
  readonly deadlineMs: number;
}

/** A write of what nobody caches: it is not announced, and no deadline is set. */
export const UNANNOUNCED: TimedWrite = { deadlineMs: Infinity };

/** What holds for every operation of this process; `MONGODB_MAX_TIME_MS` is a matter of the process. */
export interface OperationLimits {
  readonly maxTimeMs: number;
  /** True where a read of one document must see all that was acknowledged before it began. */
  readonly linearizable: boolean;
}

let limits: OperationLimits = { maxTimeMs: 5000, linearizable: false };

/** Called once, by the database module, with what the configuration says. */
export function setOperationLimits(next: OperationLimits): void {
  limits = next;
}

/** The time limits of one operation: `maxTimeMS` for the server, `signal` for the wait here (a frozen server). */
export interface TimeLimits {
  readonly maxTimeMS: number;
  readonly signal: AbortSignal;
}

export interface ReadOptions extends TimeLimits {
  readonly readConcern?: { readonly level: 'linearizable' };
}

/**
 * Options of a read. Made anew for each operation: the time runs from the call.
 * @param options.single the read asks for one document by a unique key; with `CACHE_CONSISTENCY=strict` it is then
 *   linearizable (MongoDB allows that for a single document and outside transactions only). Everything else reads
 *   what a majority has.
 */
export function readOptions(options: { readonly single?: boolean } = {}): ReadOptions {
  const time = timeLimits(limits.maxTimeMs);
  return options.single === true && limits.linearizable
    ? { ...time, readConcern: { level: 'linearizable' } }
    : time;
}

/**
 * Options of an announced write: no longer than an operation may take, and not past the write's deadline.
 * `save()` and `create()` ignore `signal`: insert with `insertMany([document], writeOptions(write))`.
 * @throws {DomainError} unavailable, known failed, when the time is over
 */
export function writeOptions(write: TimedWrite, clock: Clock = systemClock): TimeLimits {
  const window = windowOf(write, clock);
  const leftMs = Math.min(limits.maxTimeMs, write.deadlineMs - clock.nowMs());
  if (leftMs < SHORTEST_MS) throw outOfTime();
  return timeLimits(leftMs, Math.min(leftMs * SERVER_SHARE, window.operationMs));
}

/** How long an operation of this process may last at most, in ms. */
export function maxOperationMs(): number {
  return limits.maxTimeMs;
}

/** Limits of an operation that nobody gave any. */
export function defaultTimeLimits(): TimeLimits {
  return timeLimits(limits.maxTimeMs);
}

/** How a write's time is split; the same for each of its operations. */
interface WriteWindow {
  /** What the server may take for one operation at most. */
  readonly operationMs: number;
  /** `Clock.nowMs` until which the server must have begun: what it begins then ends before the deadline. */
  readonly beginByMs: number;
}

const windows = new WeakMap<TimedWrite, WriteWindow>();

/**
 * The server compares the fence with the time at which an operation *begins*. One that begins in time must also
 * end in time, so the fence stands one operation before the deadline; where less than two operations' time is left,
 * half of it is for beginning and half for the operation.
 */
export function windowOf(write: TimedWrite, clock: Clock): WriteWindow {
  const known = windows.get(write);
  if (known !== undefined) return known;
  const leftMs = write.deadlineMs - clock.nowMs();
  const operationMs = Math.min(limits.maxTimeMs, leftMs / 2);
  const window = { operationMs, beginByMs: write.deadlineMs - operationMs };
  windows.set(write, window);
  return window;
}

function timeLimits(leftMs: number, serverMs = leftMs * SERVER_SHARE): TimeLimits {
  return {
    maxTimeMS: Math.max(1, Math.floor(serverMs)),
    signal: AbortSignal.timeout(Math.max(1, Math.floor(leftMs))),
  };
}

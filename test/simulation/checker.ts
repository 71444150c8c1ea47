import { DomainError } from '../../src/kernel/errors.js';
import type { History, ReadRecord, WriteRecord } from './history.js';

export interface Violation {
  readonly property: string;
  readonly story: string;
}

/** What the run promises (coherence.md, "Two modes"). */
export interface Promised {
  /** Linearizable for every document; else own writes at once, others' within the bound. */
  readonly linearizable: boolean;
  /** How long, in ms, an acknowledged write may be unseen on another process that was not frozen. */
  readonly staleBoundMs: number;
  /** No begin lasts longer. */
  readonly beginBoundMs: number;
  /** Nothing went wrong in the run: one load per key and generation. */
  readonly oneLoad: boolean;
}

/** Judges a history. It knows nothing of schedules, faults or steering. */
export function check(history: History, promised: Promised): Violation | null {
  for (const read of history.reads) {
    const violation = judgeAnswer(read) ?? judgeFreshness(read, history, promised);
    if (violation !== null) return violation;
  }
  for (const write of history.writes) {
    const violation = judgeWrite(write, history, promised);
    if (violation !== null) return violation;
  }
  return promised.oneLoad ? judgeLoads(history) : null;
}

/** Property 4, and that what is read was written. */
function judgeAnswer(read: ReadRecord): Violation | null {
  if (read.error !== null && !isDatabaseError(read.error))
    return { property: '4 a cache failure fails no read', story: `${named(read)}: ${told(read.error)}` };
  if (read.version !== null && !read.version.real)
    return { property: '1 what is read was written', story: `${named(read)} gave ${read.version.number}` };
  return null;
}

function isDatabaseError(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'database_unavailable';
}

/** Property 1: with the database's order of versions, linearizable is: never older than what was acknowledged or read before. */
function judgeFreshness(read: ReadRecord, history: History, promised: Promised): Violation | null {
  const { version } = read;
  if (version === null) return null;
  for (const write of history.writes) {
    const written = write.versions.get(read.document);
    if (written === undefined || written <= version.number || !isAcknowledged(write)) continue;
    if (write.ended === null || write.ended.order > read.began.order) continue;
    if (!isDue(write, read, history, promised)) continue;
    return {
      property: promised.linearizable ? '1 no stale read' : '1 own writes at once, others within the bound',
      story: `${named(read)} gave version ${version.number}, ${write.name} (P${write.process}) had written ${written} and was acknowledged at ${write.ended.atMs.toFixed(2)}`,
    };
  }
  if (!promised.linearizable) return null;
  for (const earlier of history.reads) {
    if (earlier.document !== read.document || earlier.version === null || earlier.ended === null) continue;
    if (earlier.ended.order >= read.began.order || earlier.version.number <= version.number) continue;
    return {
      property: '1 no read older than one before it',
      story: `${named(read)} gave version ${version.number}, ${named(earlier)} had given ${earlier.version.number} by ${earlier.ended.atMs.toFixed(2)}`,
    };
  }
  return null;
}

function isAcknowledged(write: WriteRecord): boolean {
  return write.outcome === 'acknowledged';
}

/** Whether the read had to see the acknowledged write. */
function isDue(write: WriteRecord, read: ReadRecord, history: History, promised: Promised): boolean {
  if (promised.linearizable || write.life === read.life) return true;
  const knownMs = Math.max(write.ended?.atMs ?? Infinity, write.debtEndedMs ?? 0);
  const boundMs = promised.staleBoundMs + (history.frozenMs[read.process] ?? 0);
  return read.began.atMs - knownMs > boundMs;
}

/** Property 6, and that nothing is refused without a reason that may be told. */
function judgeWrite(write: WriteRecord, history: History, promised: Promised): Violation | null {
  if (write.outcome === 'refused' && !(write.error instanceof DomainError))
    return { property: '4 a refused write is told as such', story: `${write.name}: ${told(write.error)}` };
  const endedMs = write.begun?.atMs ?? (write.outcome === 'refused' ? write.ended?.atMs : undefined);
  if (endedMs === undefined) return null;
  const tookMs = endedMs - write.began.atMs - (history.frozenMs[write.process] ?? 0);
  if (tookMs <= promised.beginBoundMs) return null;
  return { property: '6 no writer waits in vain', story: `${write.name} began for ${tookMs.toFixed(0)} ms` };
}

/** Property 3. */
function judgeLoads(history: History): Violation | null {
  const loads = new Map<string, ReadRecord>();
  for (const read of history.reads) {
    if (read.load === null) continue;
    const name = `${read.key} ${read.load.generation}`;
    const other = loads.get(name);
    if (other !== undefined)
      return {
        property: '3 one load per key and generation',
        story: `${named(other)} and ${named(read)} both loaded it`,
      };
    loads.set(name, read);
  }
  return null;
}

function named(read: ReadRecord): string {
  return `the read of ${read.key} on P${read.process} at ${read.began.atMs.toFixed(2)}`;
}

function told(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}

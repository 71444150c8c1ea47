import type { FaultRecord, History, ReadRecord, WriteRecord } from './history.js';
import { WORKER } from './jobs.js';
import { KnownRevisions } from './known-revisions.js';
import { judgeTitles } from './titles.js';

/** What a run promises (coherence.md, "Two modes"). */
export interface Promised {
  readonly mode: 'available' | 'strict';
  /** available, under a fault: how long, in ms, an acknowledged write may be unseen on another process. */
  readonly staleBoundMs: number;
  /** How long, in ms, the traces of a fault may be seen after its end. */
  readonly settleMs: number;
  /** How long, in ms, a write past everybody may be unseen, whatever the mode. */
  readonly directBoundMs: number;
  /** Nobody waits longer, in ms, for an answer of a process that runs. */
  readonly answerBoundMs: number;
}

export interface Verdict {
  readonly violations: readonly string[];
  readonly stale: number;
  readonly failedReads: number;
  /** The most loads that were stored for one revision of one document, while nothing was broken. */
  readonly loadsPerRevision: number;
}

/** Judges a history: every read against all that was known to be true when it began. It knows nothing of the run's making. */
export function check(history: History, promised: Promised): Verdict {
  const stale = judgeFreshness(history, promised);
  const failed = history.reads
    .filter(({ outcome }) => outcome === 'failed')
    .filter(isInexcusable(history, promised));
  const loads = mostLoads(history, promised);
  const stoodStill = (fromMs: number, toMs: number): number =>
    history.standstills
      .filter(({ beganMs, endedMs }) => beganMs < toMs && endedMs > fromMs)
      .reduce((sum, { beganMs, endedMs }) => sum + endedMs - beganMs, 0);
  const violations = [
    ...history.deaths.map((words) => `a process ended by itself: ${words}`),
    ...stale,
    ...failed.map((read) => `a failed read: ${named(read)}: ${read.problem}`),
    ...judgeTitles(history),
    ...history.reads.filter(isLeak).map((read) => `a stranger was answered: ${named(read)}`),
    ...history.writes
      .filter(({ outcome }) => outcome === 'failed')
      .map((write) => `a write was answered with a fault: ${named(write)}: ${write.problem}`),
    ...history.reads
      .filter(
        ({ endedMs, beganMs }) => endedMs - beganMs > promised.answerBoundMs + stoodStill(beganMs, endedMs),
      )
      .map((read) => `nobody answered within the bound: ${named(read)}`),
    // Where the change stream is followed, each process that did not hear of a write begins a generation of its own when
    // the stream tells it: one revision is then loaded once for each, and only a look inside could tell them apart.
    ...(loads > 1 && promised.mode === 'strict' ? [`${loads} loads were stored for one revision`] : []),
  ];
  return { violations, stale: stale.length, failedReads: failed.length, loadsPerRevision: loads };
}

/** Walks all beginnings and ends in their one order: what has ended before a read begins binds that read. */
function judgeFreshness(history: History, promised: Promised): string[] {
  const known = new KnownRevisions(
    history.writes.filter(({ direct }) => direct).map(({ document }) => document),
  );
  const found: string[] = [];
  const quiet = quietTimes(history, promised);
  const strictly = (read: ReadRecord): boolean =>
    promised.mode === 'strict' || quiet(read.beganMs, read.endedMs);
  for (const { operation, ends } of inOrder(history)) {
    if ('direct' in operation) {
      if (ends && operation.outcome === 'acknowledged') known.write(operation);
    } else if (!ends) {
      known.demand(operation, { ...promised, strictly });
    } else if (operation.outcome === 'answered') {
      const complaint = known.complaint(operation);
      if (complaint !== null)
        found.push(
          `a stale read: ${named(operation)} gave ${operation.revision} (${operation.cache}): ${complaint}`,
        );
      known.read(operation);
    }
  }
  return found;
}

type Step = { readonly operation: ReadRecord | WriteRecord; readonly ends: boolean };

function inOrder(history: History): Step[] {
  const steps: Step[] = [];
  for (const operation of [...history.reads, ...history.writes]) {
    steps[operation.beganOrder] = { operation, ends: false };
    steps[operation.endedOrder] = { operation, ends: true };
  }
  return steps.filter((step) => step !== undefined); // an operation that never ended left a hole
}

/** Whether a span of time touches no fault and no trace of one. */
function quietTimes(history: History, { settleMs }: Promised): (fromMs: number, toMs: number) => boolean {
  return (fromMs, toMs) =>
    [...history.faults, ...history.standstills].every(
      ({ beganMs, endedMs }) => toMs < beganMs || fromMs > endedMs + settleMs,
    );
}

/** A read may fail while its process is cut off from a MongoDB, or just was; and when nothing ran in the middle of it. */
function isInexcusable(history: History, { settleMs }: Promised): (read: ReadRecord) => boolean {
  const excuses = history.faults.filter(({ database }) => database !== null);
  const isInTheMidst = (read: ReadRecord): boolean =>
    history.standstills.some(({ beganMs, endedMs }) => beganMs < read.endedMs && endedMs > read.beganMs);
  const covers = (fault: FaultRecord, read: ReadRecord): boolean =>
    (fault.database === 'all' || fault.victim === read.process) &&
    read.endedMs >= fault.beganMs &&
    read.beganMs <= fault.endedMs + settleMs;
  return (read) => !isInTheMidst(read) && !excuses.some((fault) => covers(fault, read));
}

function isLeak({ stranger, outcome }: ReadRecord): boolean {
  return stranger && outcome === 'answered';
}

function mostLoads(history: History, promised: Promised): number {
  const quiet = quietTimes(history, promised);
  // A new epoch, or a look that L2 did not answer in time, begins other generations of the same revision.
  const breaks = history.reads
    .filter(({ cache }) => /detail=(quarantine|l2-unavailable)/.test(cache))
    .map(({ endedMs }) => endedMs);
  const loads = new Map<string, number>();
  // What a job announces moves more than the assessment's own revision.
  const worked = new Set(
    history.writes.filter(({ process }) => process === WORKER).map((job) => job.document),
  );
  for (const { document, revision, cache, beganMs, endedMs } of history.reads) {
    if (!cache.includes('fwd=miss; stored') || !quiet(beganMs, endedMs) || worked.has(document)) continue;
    const name = `${document} ${revision} ${breaks.filter((atMs) => atMs < endedMs).length}`;
    loads.set(name, (loads.get(name) ?? 0) + 1);
  }
  return Math.max(0, ...loads.values());
}

function named({ process, document, beganMs }: ReadRecord | WriteRecord): string {
  return `${document.slice(-4)} on p${process} at ${beganMs.toFixed(0)}`;
}

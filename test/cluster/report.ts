import type { RunResult } from './run.js';

/** The counts in which a run's claim ends, as a table. */
export function tableOf(results: readonly RunResult[]): string {
  const rows = results.map((result) => Object.values(rowOf(result)));
  const head = Object.keys(results[0] === undefined ? {} : rowOf(results[0]));
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ');
  return [line(head), ...rows.map(line), ...results.map(faultLine)].join('\n');
}

function rowOf({ mode, seed, seconds, history, jobs, verdict, quiet }: RunResult): Record<string, string> {
  const reads = countBy(history.reads.map(({ outcome }) => outcome));
  const writes = countBy(history.writes.map(({ outcome }) => outcome));
  const tiers = countBy(history.reads.map(({ cache }) => /detail=(l1|l2)/.exec(cache)?.[1] ?? 'database'));
  const answered = reads.get('answered') ?? 0;
  return {
    mode,
    seed: String(seed),
    seconds: seconds.toFixed(0),
    reads: String(history.reads.length),
    'from l1/l2': `${share(tiers.get('l1'), answered)}/${share(tiers.get('l2'), answered)}`,
    writes: String(history.writes.length),
    acknowledged: String(writes.get('acknowledged') ?? 0),
    unknown: String(writes.get('unknown') ?? 0),
    refused: String(writes.get('refused') ?? 0),
    jobs: String(jobs),
    faults: String(history.faults.length),
    standstills: String(history.standstills.length),
    stale: String(verdict.stale),
    failed: String(verdict.failedReads),
    'failed without MongoDB': String((reads.get('failed') ?? 0) - verdict.failedReads),
    'lost with a process': String(reads.get('lost') ?? 0),
    'loads per revision': String(verdict.loadsPerRevision),
    'quiet reads/s': ((1_000 * quiet.reads) / Math.max(1, quiet.ms)).toFixed(0),
    'quiet hits': share(quiet.hits, quiet.reads),
  };
}

function faultLine({ mode, history, clocks }: RunResult): string {
  const kinds = [...countBy(history.faults.map(({ name }) => name))].toSorted(([a], [b]) =>
    a.localeCompare(b),
  );
  const list = kinds.map(([name, count]) => `${name} ${count}`).join(', ');
  return `${mode}, ${kinds.length} kinds of faults (${clocks}): ${list}`;
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function share(part = 0, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(0)}%`;
}

import { FAULTS, run } from './run.js';
import { tableOf } from './report.js';

export interface CheckOptions {
  readonly minutes: string;
  readonly mode: string;
  readonly seed: string;
  /** `on`: follow the change stream, and write past everybody; `off` leaves the protocol alone. */
  readonly watch: string;
  readonly readers: string;
  /** Only faults whose name holds this. */
  readonly fault?: string | undefined;
}

const MINUTE_MS = 60_000;
const QUIET_MS = 3_000;
const SHOWN_VIOLATIONS = 20;

/** The long run: prints what happens, then the counts; gives the exit code. */
export async function checkCoherence({
  minutes,
  mode,
  seed,
  watch,
  readers,
  fault,
}: CheckOptions): Promise<number> {
  const result = await run({
    mode: mode === 'available' ? 'available' : 'strict',
    seed: Number(seed),
    forMs: Number(minutes) * MINUTE_MS,
    quietMs: QUIET_MS,
    watch: watch === 'on',
    readersPerProcess: Number(readers),
    faults: FAULTS.filter(({ name }) => fault === undefined || name.includes(fault)),
    log: (line) => void process.stdout.write(`${line}\n`),
  });
  const { violations } = result.verdict;
  for (const violation of violations.slice(0, SHOWN_VIOLATIONS)) process.stdout.write(`${violation}\n`);
  process.stdout.write(`${tableOf([result])}\n${violations.length} violations\n`);
  return violations.length === 0 ? 0 : 1;
}

import { type Result, playSchedule } from './schedule.js';
import { type Mode, SCENARIOS, scenarioOf } from './scenarios.js';

export interface PlayRequest {
  /** The first seed, and how many schedules; of these the ones that a worker is not given are passed over. */
  readonly from: number;
  readonly schedules: number;
  readonly step: number;
  readonly offset: number;
  readonly mode: Mode | null;
  /** Of these scenarios alone, by their numbers; null: all. */
  readonly scenarios: readonly number[] | null;
  /** Stop at the first violation. */
  readonly first: boolean;
}

export interface PlayResult {
  schedules: number;
  steps: number;
  reads: number;
  writes: number;
  faults: number;
  readonly violations: (Result & { readonly scenario: string })[];
}

/** No more violations than these are kept. */
const ENOUGH = 20;

/** Plays many schedules, one after the other. */
export async function play(request: PlayRequest): Promise<PlayResult> {
  Error.stackTraceLimit = 0; // the protocol's own errors are many, and their traces dear; a replay has them
  const sum: PlayResult = { schedules: 0, steps: 0, reads: 0, writes: 0, faults: 0, violations: [] };
  for (let index = request.offset; index < request.schedules; index += request.step) {
    const seed = seedOf(request, index);
    const result = await playSchedule(seed, null);
    sum.schedules += 1;
    sum.steps += result.steps;
    sum.reads += result.reads;
    sum.writes += result.writes;
    sum.faults += result.faults;
    if (result.violation === null) continue;
    const { mode, name } = scenarioOf(seed);
    sum.violations.push({ ...result, scenario: `${mode}: ${name}` });
    if (request.first || sum.violations.length >= ENOUGH) break;
  }
  return sum;
}

/** The seed of the nth schedule: seeds play the scenarios in turn, so a choice of scenarios is a choice of seeds. */
function seedOf({ from, mode, scenarios }: PlayRequest, index: number): number {
  const chosen = SCENARIOS.map((_, number) => number).filter(
    (number) =>
      (mode === null || SCENARIOS[number]?.mode === mode) &&
      (scenarios === null || scenarios.includes(number)),
  );
  const number = chosen[index % chosen.length];
  if (number === undefined) throw new Error('no scenario is left to play');
  return (from + Math.floor(index / chosen.length)) * SCENARIOS.length + number;
}

/** Plays one schedule with every step told. */
export async function replay(seed: number): Promise<string> {
  const lines: string[] = [];
  const { mode, name } = scenarioOf(seed);
  lines.push(`seed ${seed}, ${mode}: ${name}`);
  const { violation } = await playSchedule(seed, (line) => lines.push(line));
  lines.push(violation === null ? 'no violation' : `VIOLATION of ${violation.property}: ${violation.story}`);
  return lines.join('\n');
}

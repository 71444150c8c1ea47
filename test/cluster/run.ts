import { setTimeout as pause } from 'node:timers/promises';
import { check, type Promised, type Verdict } from './checker.js';
import { type Cast, Clients } from './clients.js';
import { findFaketime, wrongClock } from './clocks.js';
import { type Cluster, startCluster } from './cluster.js';
import { steppedDown } from './database-faults.js';
import type { Fault, Scene } from './fault.js';
import { outOfQuarantine } from './health.js';
import { History } from './history.js';
import { linkFaults } from './link-faults.js';
import { makeCast } from './make-cast.js';
import type { ClusterNode } from './node.js';
import { processFaults } from './process-faults.js';
import { Random } from './random.js';
import { oldEntry, redisFaults } from './redis-faults.js';
import { watchStandstills } from './standstills.js';
import { workerFaults } from './worker-faults.js';

export const FAULTS: readonly Fault[] = [
  ...linkFaults,
  ...processFaults,
  ...redisFaults,
  oldEntry,
  steppedDown,
  ...workerFaults,
];

export interface RunOptions {
  readonly mode: 'available' | 'strict';
  readonly seed: number;
  /** How long, in ms, the run lasts; each fault happens once at least, however long that takes. */
  readonly forMs: number;
  /** How long, in ms, all is well at first. */
  readonly quietMs: number;
  readonly faults?: readonly Fault[];
  readonly readersPerProcess?: number;
  /**
   * Whether the processes follow the change stream (and somebody writes past them). Without it the protocol stands
   * alone: the stream makes good, a moment later, much of what a missing rule of the protocol would do wrong.
   */
  readonly watch: boolean;
  /** Over the short times that runs have; an empty value leaves the default. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another database than one of its own: then the MongoDB links have no proxies. */
  readonly mongoUri?: string;
  readonly log?: (line: string) => void;
}

export interface RunResult {
  readonly mode: string;
  readonly seed: number;
  readonly history: History;
  readonly verdict: Verdict;
  readonly seconds: number;
  /** That the worker is known to have done. */
  readonly jobs: number;
  /** The reads of the first, quiet part, and how many of them a tier answered. */
  readonly quiet: { readonly reads: number; readonly hits: number; readonly ms: number };
  /** One sentence if clocks could not be set wrong. */
  readonly clocks: string;
}

/** Minutes ahead and behind. */
const CLOCKS = [null, 300, -300] as const;
/** One in so many faults comes with another one. */
const MIXED_SHARE = 0.3;
const REST_MS = { least: 100, most: 700 } as const;

/** Beside them a worker runs jobs, and nobody reads from it. */
const API_PROCESSES = 3;

/** Readers and writers over three processes and a worker while one thing after the other breaks; then the judgement. */
export async function run(options: RunOptions): Promise<RunResult> {
  const library = findFaketime();
  const cluster = await startCluster({
    mode: options.mode,
    processes: API_PROCESSES,
    worker: true,
    env: { ...(options.watch ? {} : { CACHE_WATCH_DATABASE: 'off' }), ...options.env },
    ...(options.mongoUri === undefined ? {} : { mongoUri: options.mongoUri }),
    envOf: (index) => {
      const offsetS = CLOCKS[index] ?? null;
      return library === null || offsetS === null ? {} : wrongClock(library, offsetS);
    },
  });
  try {
    const clocks =
      library === null
        ? 'libfaketime is not installed: clocks that are wrong were left out'
        : 'one clock 5 minutes ahead, one 5 minutes behind';
    return { ...(await play(cluster, await makeCast(cluster, options.watch), options)), clocks };
  } finally {
    await cluster.stop();
  }
}

async function play(cluster: Cluster, cast: Cast, options: RunOptions): Promise<Omit<RunResult, 'clocks'>> {
  const random = new Random(options.seed);
  const history = new History();
  const pace = {
    readersPerProcess: options.readersPerProcess ?? 3,
    readPauseMs: 1,
    writePauseMs: 150,
  };
  const clients = new Clients(cluster, cast, history, random, pace);
  const scene: Scene = { cluster, cast, clients, history, random };
  await outOfQuarantine(cluster);
  const startedMs = performance.now();
  const endWatch = watchStandstills(history);
  clients.start();
  await pause(options.quietMs);
  const quietReads = history.reads.length;
  try {
    await breakThings(scene, options, startedMs + options.forMs);
    await pause(promisedOf(cluster).settleMs); // the last traces, and then some reads that must be perfect
  } finally {
    await clients.stop();
    endWatch();
    for (const { deaths } of [...cluster.nodes, cluster.worker ?? { deaths: [] }])
      history.deaths.push(...deaths);
  }
  const first = history.reads.slice(0, quietReads);
  return {
    mode: options.mode,
    seed: options.seed,
    history,
    verdict: check(history, promisedOf(cluster)),
    jobs: clients.jobs.done,
    seconds: (performance.now() - startedMs) / 1_000,
    quiet: {
      reads: first.length,
      hits: first.filter(({ cache }) => cache.startsWith('hit')).length,
      ms: options.quietMs,
    },
  };
}

/** Each fault once, in an order of chance, then any, until the time is over. */
async function breakThings(scene: Scene, options: RunOptions, untilMs: number): Promise<void> {
  const { random } = scene;
  const faults = options.faults ?? FAULTS;
  let left = random.shuffled(faults);
  let round = 0;
  while (round === 0 || performance.now() < untilMs) {
    const fault = left.pop();
    if (fault === undefined) {
      round += 1;
      left = random.shuffled(faults);
      continue;
    }
    const [first, second] = random.shuffled(scene.cluster.nodes);
    const other = random.pick(faults);
    const mixed = random.chance(MIXED_SHARE) && other.group !== fault.group;
    await Promise.all([
      happen(scene, fault, first, options.log),
      mixed ? happen(scene, other, second, options.log) : undefined,
    ]);
    await pause(random.between(REST_MS.least, REST_MS.most));
  }
}

async function happen(
  scene: Scene,
  fault: Fault,
  victim: ClusterNode | undefined,
  log: RunOptions['log'],
): Promise<void> {
  if (victim === undefined) return;
  const { name, database } = fault;
  const record = { name, database, victim: victim.index, beganMs: performance.now(), endedMs: Infinity };
  scene.history.faults.push(record);
  log?.(`${record.beganMs.toFixed(0)} ${name}, p${victim.index}`);
  await fault.happen(scene, victim);
  record.endedMs = performance.now();
}

/** What this cluster's timing promises. */
export function promisedOf({ mode, timing }: Pick<Cluster, 'mode' | 'timing'>): Promised {
  return {
    mode,
    // A silent bus is noticed within a lease; then memory is believed for the capped time.
    staleBoundMs: timing.leaseMs + timing.isolatedL1Ms + 1_000,
    settleMs: 2 * timing.leaseMs + timing.isolatedL1Ms + 1_000,
    directBoundMs: timing.maxTimeMs + timing.leaseMs + 10_000,
    answerBoundMs: 4 * timing.maxTimeMs + 4 * timing.leaseMs,
  };
}

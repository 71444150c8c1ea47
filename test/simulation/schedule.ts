import { check, type Promised, type Violation } from './checker.js';
import { Clients } from './clients.js';
import { Faults } from './faults.js';
import { History } from './history.js';
import { QuietEnd } from './quiet-end.js';
import { type Scenario, scenarioOf } from './scenarios.js';
import { drawFaults, drawHolds, Paces } from './steering.js';
import { Prng } from './world/prng.js';
import { World, type WorldOptions } from './world/world.js';
import { Workload } from './workload.js';

/** The times of the simulated product, in ms: smaller than the real ones, in the same proportions. */
const LEASE_MS = 400;
const PENDING_MS = 2_000;
const BUDGET_MS = 50;
const ACK_WAIT_MS = 50;
const ISOLATED_L1_MS = 800;
const DATABASE_MAX_MS = 600;
const DRIFT = 0.03;
/** How long the last requests may take until everything is healed. */
const TAIL_MS = 800;
/** No run is this long: it would not end. */
const MAX_STEPS = 20_000;

export interface Result {
  readonly seed: number;
  readonly violation: Violation | null;
  readonly steps: number;
  readonly reads: number;
  readonly writes: number;
  readonly faults: number;
}

/** Plays one schedule: everything in it comes from the seed. */
export async function playSchedule(seed: number, trace: ((line: string) => void) | null): Promise<Result> {
  const scenario = scenarioOf(seed);
  const prng = new Prng(seed);
  const world = new World(worldOptions(prng, scenario), prng);
  const { scheduler } = world;
  scheduler.trace = trace;
  const history = new History(() => scheduler.nowMs);
  const clients = new Clients(world, history);
  const horizonMs = prng.pick(scenario.horizonsMs);
  const paces = new Paces(world, scenario);
  world.onStart = (process) => paces.give(process);
  scheduler.onRest = () => noteDebts(world, clients);
  world.start();
  paces.plan(horizonMs);
  const workload = new Workload(world, clients, scenario, horizonMs);
  workload.start();
  const faults = new Faults(world, history);
  if (scenario.faults.includes('failover'))
    scheduler.at(prng.between(0, horizonMs), 'replicates', () => faults.replicate());
  const planned = drawFaults(prng, scenario, world.options.processes, horizonMs);
  scheduler.steer(drawHolds(prng, scenario, world.options.processes));
  faults.plan(planned);
  const ended = await scheduler.run(25 + horizonMs + TAIL_MS, MAX_STEPS, () => workload.isOver());
  paces.end();
  faults.heal();
  const given = (document: string): boolean =>
    history.writes.some((write) => write.debtEndedMs === Infinity && write.documents.includes(document));
  const quiet = await new QuietEnd(world, clients, workload.cached, given).judge();
  const violation =
    check(history, promisedBy(scenario)) ??
    quiet ??
    (ended ? null : { property: 'a run ends', story: `not within ${MAX_STEPS} steps` });
  return {
    seed,
    violation,
    steps: scheduler.steps,
    reads: history.reads.length,
    writes: history.writes.length,
    faults: planned.length,
  };
}

function worldOptions(prng: Prng, scenario: Scenario): WorldOptions {
  return {
    processes: scenario.stage === undefined ? prng.pick([2, 2, 2, 3, 3, 4]) : 2,
    node: {
      enabled: true,
      l1: { enabled: true, maxBytes: 1_000_000, maxEntries: 1_000 },
      l2: { enabled: scenario.calm === true || prng.chance(0.9), budgetMs: BUDGET_MS },
      maxEntryBytes: 10_000,
      consistency: scenario.mode,
      ackWaitMs: ACK_WAIT_MS,
      leaseMs: LEASE_MS,
      pendingMs: PENDING_MS,
      isolatedL1Ms: ISOLATED_L1_MS,
      staleIfErrorS: 60,
      loadBoundMs: DATABASE_MAX_MS,
    },
    database: {
      maxTimeMs: DATABASE_MAX_MS,
      readFailures: scenario.databaseFailures ?? 0,
      writeFailures: scenario.databaseFailures ?? 0,
      lostWrites: scenario.lostWrites ?? 0,
    },
    drift: scenario.calm === true || prng.chance(0.5) ? 0 : DRIFT,
    busApart: prng.chance(scenario.busApart ?? 0.2),
    warm: !prng.chance(scenario.cold ?? 0),
    keepsNames: prng.chance(0.3),
    clustered: prng.chance(scenario.clustered ?? 0.2),
    ordered: scenario.calm === true || prng.chance(0.7),
  };
}

/**
 * Strict: linearizable. Available: the same in a calm run; else what another process may still serve is bounded by
 * what L1 may serve unproven (`CACHE_ISOLATED_L1_MS`, more than a lease), a flight that was under way (one database
 * read, one L2 budget), and the drift of the clocks.
 */
function promisedBy(scenario: Scenario): Promised {
  const strict = scenario.mode === 'strict';
  const waitMs = strict ? 2 * LEASE_MS : ACK_WAIT_MS + LEASE_MS / 2; // a write's budget is half a lease
  const epochs = scenario.faults.some((kind) => /epoch|failover|lose|cut|everything/.test(kind));
  return {
    linearizable: strict || scenario.calm === true,
    staleBoundMs: (Math.max(ISOLATED_L1_MS, LEASE_MS) + DATABASE_MAX_MS + BUDGET_MS) * 1.05,
    beginBoundMs: scenario.prompt === true ? LEASE_MS / 4 : (waitMs * (epochs ? 3 : 1) + 20) * 1.1,
    oneLoad: scenario.calm === true,
  };
}

/** The history says when each debt was paid, as the writer's own process knows it. */
function noteDebts(world: World, clients: Clients): void {
  for (const write of clients.history.writes) {
    if (write.debtEndedMs !== Infinity) continue;
    const process = world.process(write.process);
    if (clients.lifeOf(process) !== write.life || !process.alive) continue;
    if (process.node.cluster?.epochs.inDebt() === false) write.debtEndedMs = world.scheduler.nowMs;
  }
}

import type { Answers } from '../advice/situation.js';
import type { CloudRegion, MachineType } from '../catalogue/catalogue.types.js';
import { grown, type Load, loadOf } from './load.js';
import { ladderOf, type Rung } from './machine-ladder.js';
import type { Assumption, Capacity, Sizing } from './sizing.types.js';
import { type Work, workOf } from './work.js';

/** The model's own figures; README.md says why. */
export const MODEL = {
  /** A CPU busier than this has no room for a burst. */
  mostUtilisation: 0.6,
  mostUtilisationRealTime: 0.5,
  /** A response time below what a request takes cannot be bought with idle machines: no lower than this. */
  leastUtilisation: 0.3,
  /** The rest of a machine's memory is the system's. */
  usableMemory: 0.75,
  mibPerActiveUser: 0.0625,
  /** No volume is planned fuller. */
  mostFilled: 0.8,
  /** Mean load as a share of the peak. */
  meanOfPeak: 0.25,
  /** From this uptime on, the loss of a whole zone must not be felt. */
  zonedUptime: 99.9,
  mostZones: 3,
  largestVcpu: 16,
  largestVcpuAutoScaled: 8,
} as const;

const MIB_PER_GIB = 1_024;
const KIB_PER_GIB = 1_024 ** 2;
const SECONDS_PER_MONTH = 730 * 3_600;
/** Where nothing can be placed in a cloud: what is counted then are machines of this size. */
const NOMINAL: Omit<Rung, 'machine'> = { steadyVcpu: 4, memoryGib: 16 };

/**
 * The capacity that the answers ask for, by the model of README.md. More use never gives less of anything.
 * @param region where it runs; null where nothing can be placed: then machines of 4 vCPU and 16 GiB are counted
 */
export function sizeOf(
  answers: Answers,
  machines: readonly MachineType[],
  region: CloudRegion | null,
): Sizing {
  const load = loadOf(answers);
  const { work, assumption } = workOf(answers);
  const spread = spreadOf(load, region);
  const rung = rungFor(demandOf(load, work, 1), spread, load, machines, region);
  const capacityAt = (months: number, yearlyGrowth: number): Capacity =>
    capacityOf(load, work, spread, rung, months, yearlyGrowth);
  return {
    now: capacityAt(0, load.yearlyGrowth),
    in12Months: capacityAt(12, load.yearlyGrowth),
    machine: 'machine' in rung ? rung.machine : null,
    availabilityTarget: load.uptimeTarget,
    assumptions: [...load.assumptions, assumption, ...modelAssumptions(load, work, spread)],
    capacityAt,
    yearlyGrowth: load.yearlyGrowth,
  };
}

export interface MachineChoice {
  readonly machine: MachineType;
  /** Of it, with spares, for today's peak. */
  readonly instances: number;
}

/** What today's peak would need of each size that the region offers: to compare the one that was chosen with. */
export function machineChoices(
  answers: Answers,
  machines: readonly MachineType[],
  region: CloudRegion | null,
): readonly MachineChoice[] {
  if (region === null) return [];
  const load = loadOf(answers);
  const { work } = workOf(answers);
  const spread = spreadOf(load, region);
  const demand = demandOf(load, work, 1);
  return rungsFor(load, machines, region).map((rung) => ({
    machine: rung.machine,
    instances: withSpares(Math.max(leastActive(spread), activeOf(demand, rung)), spread),
  }));
}

/** How machines stand in zones. */
interface Spread {
  readonly zones: number;
  /** True: so many that the rest carries the load when a zone is lost; false: one more than needed. */
  readonly survivesZone: boolean;
}

function spreadOf(load: Load, region: CloudRegion | null): Spread {
  const zones = Math.max(1, Math.min(MODEL.mostZones, region?.zones ?? 1));
  return { zones, survivesZone: load.uptimeTarget >= MODEL.zonedUptime && zones > 1 };
}

/** The least number that carries the load: as many as leave one machine in each other zone. */
function leastActive({ zones, survivesZone }: Spread): number {
  return survivesZone ? zones - 1 : 1;
}

/** With those that may fail: of `active` needed, so many that as many are left when a zone (or a machine) is lost. */
export function withSpares(active: number, { zones, survivesZone }: Spread): number {
  return survivesZone ? active + Math.ceil(active / (zones - 1)) : active + 1;
}

interface Demand {
  readonly requestsPerSecond: number;
  readonly concurrent: number;
  readonly vcpu: number;
  readonly memoryGib: number;
}

/** Little's law: requests in flight = arrivals a second x seconds in the system. */
function demandOf(load: Load, work: Work, use: number): Demand {
  const requestsPerSecond = load.peakRequestsPerSecond * use;
  const concurrent = requestsPerSecond * load.responseTimeS;
  const vcpu = (requestsPerSecond * work.cpuS) / utilisationOf(load, work);
  const activeGib = (load.concurrentUsers * use * MODEL.mibPerActiveUser) / MIB_PER_GIB;
  const memoryGib =
    ((concurrent * work.mibPerRequest) / MIB_PER_GIB + vcpu * work.gibPerVcpu + activeGib) /
    MODEL.usableMemory;
  return { requestsPerSecond, concurrent, vcpu, memoryGib };
}

/** The queue's own law: a request of S seconds takes S / (1 - u) at utilisation u, which must stay within the goal. */
export function utilisationOf(
  load: Pick<Load, 'responseTimeS' | 'isRealTime'>,
  work: Pick<Work, 'cpuS'>,
): number {
  const most = load.isRealTime ? MODEL.mostUtilisationRealTime : MODEL.mostUtilisation;
  return Math.min(most, Math.max(MODEL.leastUtilisation, 1 - work.cpuS / load.responseTimeS));
}

/** Up first, then out: the smallest size of which the least number is enough; from the largest on, more of them. */
function rungFor(
  demand: Demand,
  spread: Spread,
  load: Load,
  machines: readonly MachineType[],
  region: CloudRegion | null,
): Rung | typeof NOMINAL {
  if (region === null) return NOMINAL;
  const rungs = rungsFor(load, machines, region);
  const fitting = rungs.find((rung) => activeOf(demand, rung) <= leastActive(spread));
  return fitting ?? rungs.at(-1) ?? NOMINAL;
}

function rungsFor(load: Load, machines: readonly MachineType[], region: CloudRegion): readonly Rung[] {
  const largestVcpu = load.scalesItself ? MODEL.largestVcpuAutoScaled : MODEL.largestVcpu;
  return ladderOf(machines, region, { isRealTime: load.isRealTime, largestVcpu });
}

function activeOf(demand: Demand, rung: Omit<Rung, 'machine'>): number {
  return Math.ceil(Math.max(demand.vcpu / rung.steadyVcpu, demand.memoryGib / rung.memoryGib));
}

function capacityOf(
  load: Load,
  work: Work,
  spread: Spread,
  rung: Omit<Rung, 'machine'>,
  months: number,
  yearlyGrowth: number,
): Capacity {
  const use = grown(yearlyGrowth, months);
  const demand = demandOf(load, work, use);
  const active = Math.max(leastActive(spread), activeOf(demand, rung));
  const faster = Math.max(1, use / grown(load.yearlyGrowth, months)); // more use than was expected makes more data
  const dataGib = load.dataGib * grown(load.yearlyDataGrowth, months) * faster;
  const requestsPerMonth = demand.requestsPerSecond * MODEL.meanOfPeak * SECONDS_PER_MONTH;
  return {
    peakRequestsPerSecond: demand.requestsPerSecond,
    concurrentRequests: demand.concurrent,
    vcpu: demand.vcpu,
    memoryGib: demand.memoryGib,
    instances: withSpares(active, spread),
    storageGib: Math.ceil(dataGib / MODEL.mostFilled),
    egressGibPerMonth: (requestsPerMonth * load.kibPerResponse) / KIB_PER_GIB,
    requestsPerMonth,
  };
}

function modelAssumptions(load: Load, work: Work, spread: Spread): readonly Assumption[] {
  const utilisation = utilisationOf(load, work);
  const lost = spread.survivesZone ? `a zone of ${spread.zones} is lost` : 'a machine is lost';
  const figures: readonly (readonly [string, number, string, string])[] = [
    [
      'utilisation',
      utilisation,
      'share',
      `At the peak a CPU is busy ${Math.round(utilisation * 100)} percent.`,
    ],
    ['zones', spread.zones, 'zones', `What is left carries the peak when ${lost}.`],
    ['usable_memory', MODEL.usableMemory, 'share', 'A quarter of the memory is the system’s.'],
    ['most_filled', MODEL.mostFilled, 'share', 'No volume is planned to be fuller than 80 percent.'],
    ['mean_of_peak', MODEL.meanOfPeak, 'share', 'Over a month a quarter of the peak comes on average.'],
    ['response_size', load.kibPerResponse, 'KiB', `A response is taken to have ${load.kibPerResponse} KiB.`],
  ];
  return figures.map(([name, value, unit, sentence]) => ({ name, value, unit, origin: 'assumed', sentence }));
}

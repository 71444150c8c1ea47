import type { Answers } from '../advice/situation.js';
import type { Assumption } from './sizing.types.js';

/** What the model is fed with: the answers, or what stands in for them, and how each came about. */
export interface Load {
  readonly peakRequestsPerSecond: number;
  readonly concurrentUsers: number;
  /** Seconds that a request may take. */
  readonly responseTimeS: number;
  /** 0.5 being fifty percent a year; never negative: capacity is not planned to shrink. */
  readonly yearlyGrowth: number;
  readonly dataGib: number;
  readonly yearlyDataGrowth: number;
  readonly uptimeTarget: number;
  readonly isRealTime: boolean;
  readonly scalesItself: boolean;
  readonly kibPerResponse: number;
  readonly assumptions: readonly Assumption[];
}

/** README.md says where each comes from. */
export const DEFAULTS = {
  /** Seconds between two requests of an active user (TPC-W 1.8, clause 5.3.1.1: mean think time 7 s). */
  thinkTimeS: 7,
  /** Of all users, those active at once at the peak. */
  activeShare: 0.1,
  peakRequestsPerSecond: 5,
  responseTimeMs: 500,
  yearlyGrowth: 0.2,
  yearlyDataGrowth: 0.2,
  dataGbPerUser: 0.01,
  dataGb: 50,
  uptimeTarget: 99.5,
  /** What leaves with a response: a page without its pictures, and the answer of an interface. */
  kibPerPage: 20,
  kibPerAnswer: 4,
} as const;

/** Growth beyond this many times a year is planned as this: a start from nobody has no rate. */
const MOST_GROWTH = 50;
const GIB_PER_GB = 1e9 / 2 ** 30;
const MONTHS_PER_YEAR = 12;

type Origin = Assumption['origin'];

/** The load that the answers state, derived or assumed where they are silent. Never throws. */
export function loadOf({ business, technical }: Answers): Load {
  const told: Assumption[] = [];
  const note = (name: string, value: number, unit: string, origin: Origin, sentence: string): number => {
    told.push({ name, value, unit, origin, sentence });
    return value;
  };
  const performance = technical.performance_requirements ?? {};
  const users = usersOf(business.growth_projection ?? {});
  const responseTimeMs = answered(performance.api_response_time_ms);
  const responseTimeS =
    note(
      'response_time',
      Math.max(1, responseTimeMs ?? DEFAULTS.responseTimeMs),
      'ms',
      responseTimeMs === null ? 'assumed' : 'answered',
      responseTimeMs === null
        ? `No response time was stated; ${DEFAULTS.responseTimeMs} ms are assumed.`
        : `A request is to be answered within ${responseTimeMs} ms.`,
    ) / 1_000;
  const concurrentUsers = concurrentOf(answered(performance.concurrent_users), users, note);
  const uptime = answered(performance.uptime_percentage);
  return {
    responseTimeS,
    concurrentUsers: concurrentUsers ?? 0,
    peakRequestsPerSecond: peakOf(
      answered(performance.requests_per_second),
      concurrentUsers,
      responseTimeS,
      note,
    ),
    yearlyGrowth: growthOf(users, note),
    ...dataOf(technical.scalability_requirements ?? {}, users, note),
    uptimeTarget: note(
      'uptime_target',
      uptime ?? DEFAULTS.uptimeTarget,
      'percent',
      uptime === null ? 'assumed' : 'answered',
      uptime === null
        ? `No uptime was stated; ${DEFAULTS.uptimeTarget} percent are assumed.`
        : `It is to be available ${uptime} percent of the time.`,
    ),
    isRealTime: performance.real_time_processing_required ?? false,
    scalesItself: technical.scalability_requirements?.auto_scaling_required ?? false,
    kibPerResponse: servesPages(technical.workload_types ?? []) ? DEFAULTS.kibPerPage : DEFAULTS.kibPerAnswer,
    assumptions: told,
  };
}

function servesPages(workloads: readonly string[]): boolean {
  return workloads.length === 0 || workloads.includes('web_application');
}

type Note = (name: string, value: number, unit: string, origin: Origin, sentence: string) => number;

interface Users {
  /** What the load of today is made of; null where nobody said. */
  readonly now: number | null;
  readonly in6Months: number | null;
  readonly in12Months: number | null;
}

function usersOf(projection: {
  current_users?: number | null | undefined;
  projected_users_6m?: number | null | undefined;
  projected_users_12m?: number | null | undefined;
}): Users {
  const in6Months = answered(projection.projected_users_6m);
  const in12Months = answered(projection.projected_users_12m);
  const now = answered(projection.current_users);
  // growth from nobody to somebody has no rate: then the least start that the steepest growth allows
  const least = Math.max(in6Months ?? 0, in12Months ?? 0) / (1 + MOST_GROWTH);
  return { now: now === null ? (in6Months ?? in12Months) : Math.max(now, least), in6Months, in12Months };
}

function concurrentOf(stated: number | null, users: Users, note: Note): number | null {
  if (stated !== null) {
    return note('concurrent_users', stated, 'users', 'answered', `${stated} users are active at once.`);
  }
  if (users.now === null) return null;
  const sentence = `Of ${Math.ceil(users.now)} users ${DEFAULTS.activeShare * 100} percent are taken to be active at once.`;
  return note('concurrent_users', users.now * DEFAULTS.activeShare, 'users', 'derived', sentence);
}

/** The interactive response-time law: N users, each thinking Z and waiting R, make N / (Z + R) requests a second. */
function peakOf(stated: number | null, concurrent: number | null, responseTimeS: number, note: Note): number {
  const name = 'peak_requests_per_second';
  if (stated !== null) {
    return note(name, stated, 'requests/s', 'answered', `${stated} requests a second come at the peak.`);
  }
  if (concurrent === null) {
    const sentence = `Neither requests nor users were stated; ${DEFAULTS.peakRequestsPerSecond} requests a second are assumed.`;
    return note(name, DEFAULTS.peakRequestsPerSecond, 'requests/s', 'assumed', sentence);
  }
  // a goal of minutes is no reason to plan for less: users do not wait for it
  const cycleS = DEFAULTS.thinkTimeS + Math.min(responseTimeS, DEFAULTS.thinkTimeS);
  const sentence = `${Math.ceil(concurrent)} active users with a request every ${cycleS} s each (${DEFAULTS.thinkTimeS} s to think, the rest to wait).`;
  return note(name, concurrent / cycleS, 'requests/s', 'derived', sentence);
}

function growthOf(users: Users, note: Note): number {
  const [name, unit] = ['yearly_growth', 'share a year'];
  const { now, in6Months, in12Months } = users;
  const later = in12Months ?? (in6Months === null || !now ? null : in6Months * (in6Months / now));
  if (!now || later === null) {
    const sentence = `No growth can be read from the answers; ${DEFAULTS.yearlyGrowth * 100} percent a year are assumed.`;
    return note(name, DEFAULTS.yearlyGrowth, unit, 'assumed', sentence);
  }
  // to nine places: the same growth of more users is the same number, whatever the last bit of the division
  const growth = Math.min(MOST_GROWTH, Math.max(0, Math.round((later / now - 1) * 1e9) / 1e9));
  const sentence = `From ${Math.ceil(now)} users to ${Math.ceil(later)} in twelve months: ${(growth * 100).toFixed(1)} percent a year.`;
  return note(name, growth, unit, in12Months === null ? 'derived' : 'answered', sentence);
}

function dataOf(
  scale: {
    current_data_size_gb?: number | null | undefined;
    expected_data_growth_rate?: number | null | undefined;
  },
  users: Users,
  note: Note,
): { dataGib: number; yearlyDataGrowth: number } {
  const stated = answered(scale.current_data_size_gb);
  const rate = answered(scale.expected_data_growth_rate);
  const derived = users.now === null ? null : Math.max(1, users.now * DEFAULTS.dataGbPerUser);
  const gb = note(
    'data',
    stated ?? derived ?? DEFAULTS.dataGb,
    'GB',
    stated === null ? (derived === null ? 'assumed' : 'derived') : 'answered',
    stated === null
      ? derived === null
        ? `No amount of data was stated; ${DEFAULTS.dataGb} GB are assumed.`
        : `${DEFAULTS.dataGbPerUser * 1_000} MB of data are taken for each user.`
      : `There are ${stated} GB of data.`,
  );
  const yearlyDataGrowth = note(
    'yearly_data_growth',
    rate === null ? DEFAULTS.yearlyDataGrowth : rate / 100,
    'share a year',
    rate === null ? 'assumed' : 'answered',
    rate === null
      ? `No growth of the data was stated; ${DEFAULTS.yearlyDataGrowth * 100} percent a year are assumed.`
      : `The data grow by ${rate} percent a year.`,
  );
  return { dataGib: gb * GIB_PER_GB, yearlyDataGrowth };
}

/** Growth over part of a year. */
export function grown(yearlyGrowth: number, months: number): number {
  return (1 + Math.max(0, yearlyGrowth)) ** (months / MONTHS_PER_YEAR);
}

function answered(value: number | null | undefined): number | null {
  return value ?? null;
}

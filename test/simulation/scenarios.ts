import type { FaultKind } from './faults.js';

export type Mode = 'strict' | 'available';

/** What kind of schedules are drawn. The checker hears of `mode`, `calm` and `prompt` only: what is promised. */
export interface Scenario {
  readonly name: string;
  readonly mode: Mode;
  /** Nothing goes wrong and every way is short: linearizable in both modes, one load per key and generation. */
  readonly calm?: true;
  /** No request comes before the processes have found each other. */
  readonly settled?: true;
  /** Nothing keeps a member from acknowledging soon: no begin waits for the end of a lease. */
  readonly prompt?: true;
  readonly faults: readonly FaultKind[];
  readonly maxFaults: number;
  readonly maxHolds: number;
  /** How long the clients go on, in ms; one of these. */
  readonly horizonsMs: readonly number[];
  /** Share of the schedules that begin without an epoch. */
  readonly cold?: number;
  readonly writers?: readonly [number, number];
  /** Share of database operations whose clients hear no outcome, and of those that fail. */
  readonly lostWrites?: number;
  readonly databaseFailures?: number;
  readonly shortLifetimes?: true;
  /** Database writes that are held back for so long, in ms: beyond their deadline. */
  readonly lateWritesMs?: number;
  /** Share of the schedules with the data on a cluster. */
  readonly clustered?: number;
  /** Share of the schedules with the bus on a Redis of its own. */
  readonly busApart?: number;
  /** A counterexample's stage: one document, writers on P0, P1 reads again and again. */
  readonly stage?: Stage;
  /** The steps that faults come with. */
  readonly faultsWith?: readonly string[];
}

/** Orders that a counterexample turns on: the first step waits for the second, for so many ms at most. */
export interface Stage {
  readonly orders: readonly (readonly [
    what: string,
    ofProcess: number,
    until: string,
    ofOther: number,
    maxMs: number,
    /** How many of the first kind pass before; else up to two. */
    skip?: number,
    /** How many of the second kind pass while the first waits; else none. */
    untilSkip?: number,
  ])[];
  /** Share of the reads that ask for a fresh answer. */
  readonly fresh?: number;
}

const SHORT = [15, 40, 120] as const;
const LONG = [60, 400, 1200] as const;

/** A seed's remainder by their number says which one it plays. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'calm', mode: 'strict', calm: true, faults: [], maxFaults: 0, maxHolds: 0, horizonsMs: SHORT },
  { name: 'calm', mode: 'available', calm: true, faults: [], maxFaults: 0, maxHolds: 0, horizonsMs: SHORT },
  { name: 'slow ways', mode: 'strict', faults: [], maxFaults: 0, maxHolds: 3, horizonsMs: SHORT },
  { name: 'slow ways', mode: 'available', faults: [], maxFaults: 0, maxHolds: 3, horizonsMs: SHORT },
  {
    name: 'evictions and lost writes',
    mode: 'strict',
    faults: ['evict'],
    maxFaults: 4,
    maxHolds: 3,
    horizonsMs: SHORT,
    lostWrites: 0.3,
    databaseFailures: 0.1,
  },
  {
    name: 'leases run out',
    mode: 'strict',
    faults: ['freeze', 'freeze-bus', 'deafen', 'lose-redis'],
    maxFaults: 2,
    maxHolds: 3,
    horizonsMs: LONG,
  },
  {
    name: 'subscriptions are lost',
    mode: 'strict',
    faults: ['drop-subscription', 'drop-subscription', 'freeze-bus'],
    maxFaults: 3,
    maxHolds: 3,
    horizonsMs: [15, 40, 400],
  },
  {
    name: 'subscriptions are lost, all else is well',
    mode: 'strict',
    prompt: true,
    settled: true,
    faults: ['drop-subscription'],
    maxFaults: 2,
    maxHolds: 0,
    horizonsMs: SHORT,
    writers: [1, 1],
  },
  {
    name: 'new epochs',
    mode: 'strict',
    faults: ['renew-epoch', 'renew-epoch-unannounced', 'freeze-bus', 'evict'],
    maxFaults: 2,
    maxHolds: 3,
    horizonsMs: [15, 60, 500],
  },
  {
    name: 'failovers',
    mode: 'strict',
    faults: ['failover', 'failover', 'bus-failover', 'freeze-bus', 'kill'],
    maxFaults: 2,
    maxHolds: 2,
    horizonsMs: [15, 60, 500],
  },
  {
    name: 'everything',
    mode: 'strict',
    cold: 0.2,
    faults: [
      'evict',
      'kill',
      'freeze',
      'drop-subscription',
      'deafen',
      'cut-commands',
      'cut-speaker',
      'lose-redis',
      'freeze-commands',
      'freeze-bus',
      'failover',
      'bus-failover',
      'renew-epoch',
      'full',
    ],
    maxFaults: 4,
    maxHolds: 2,
    horizonsMs: [15, 60, 400, 1200],
    lostWrites: 0.1,
    databaseFailures: 0.1,
    shortLifetimes: true,
  },
  {
    name: 'a member does not hear',
    mode: 'strict',
    faults: ['freeze-bus'],
    maxFaults: 1,
    maxHolds: 0,
    horizonsMs: [15, 40],
    writers: [1, 1],
    stage: { orders: [['db-read-reply', 1, 'commit-reply', 0, 580]] },
    faultsWith: ['begin', 'db-read', 'look', 'announce', 'heartbeat'],
  },
  {
    name: 'a member is late',
    mode: 'strict',
    faults: ['freeze-speaker', 'freeze-bus'],
    maxFaults: 1,
    maxHolds: 0,
    horizonsMs: [600],
    writers: [1, 1],
    stage: {
      orders: [
        ['announce', 0, 'message-heartbeat', 1, 120],
        ['message-begin', 1, 'never', 1, 150],
      ],
    },
  },
  {
    name: 'a begin is slow',
    mode: 'strict',
    faults: [],
    maxFaults: 0,
    maxHolds: 1,
    horizonsMs: [15, 40],
    writers: [1, 2],
    stage: {
      orders: [
        ['message-begin', 1, 'commit-reply', 0, 300],
        ['db-write', 0, 'look', 1, 60],
      ],
    },
  },
  {
    name: 'a subscription is lost within a write',
    mode: 'strict',
    faults: ['drop-subscription'],
    maxFaults: 1,
    maxHolds: 0,
    horizonsMs: [15, 40],
    writers: [1, 1],
    stage: {
      orders: [
        ['store-reply', 1, 'message-heartbeat', 1, 45],
        ['db-read-reply', 1, 'commit-reply', 0, 580],
        ['db-write', 0, 'db-read', 1, 60],
      ],
    },
    faultsWith: ['message-begin', 'announce', 'db-read', 'store', 'begin'],
  },
  {
    name: 'late loaders',
    mode: 'strict',
    faults: ['evict'],
    maxFaults: 2,
    maxHolds: 0,
    horizonsMs: [15, 40],
    writers: [1, 2],
    stage: { orders: [['db-read-reply', 1, 'store-reply', 0, 500]], fresh: 0.5 },
  },
  {
    name: 'an epoch renewed long ago',
    mode: 'strict',
    settled: true,
    faults: ['renewed-long-ago'],
    maxFaults: 1,
    maxHolds: 0,
    horizonsMs: [15, 40],
    clustered: 0.8,
    writers: [1, 1],
    stage: {
      orders: [
        ['db-read-reply', 1, 'commit-reply', 0, 580],
        ['db-write', 0, 'db-read', 1, 100],
        ['begin', 0, 'db-read', 1, 40],
        ['message-begin', 1, 'commit-reply', 0, 200],
      ],
    },
  },
  {
    name: 'a begin is repeated',
    mode: 'strict',
    settled: true,
    faults: ['renewed-long-ago'],
    maxFaults: 1,
    maxHolds: 0,
    horizonsMs: [15, 40],
    clustered: 1,
    writers: [1, 1],
    stage: {
      orders: [
        ['message-ack', 0, 'begin-reply', 0, 100, 0],
        ['begin', 0, 'db-read', 1, 150, 1, 1],
        ['db-read-reply', 1, 'never', 1, 60],
        ['message-begin', 1, 'never', 1, 80, 1],
      ],
    },
  },
  {
    name: 'a member in an epoch renewed long ago does not hear',
    mode: 'strict',
    settled: true,
    faults: ['renewed-long-ago', 'freeze-bus'],
    maxFaults: 3,
    maxHolds: 0,
    horizonsMs: [15, 40, 400],
    clustered: 0,
    writers: [1, 1],
    stage: { orders: [] },
  },
  {
    name: 'a member comes back',
    mode: 'strict',
    faults: [],
    maxFaults: 0,
    maxHolds: 0,
    horizonsMs: [600],
    writers: [1, 2],
    stage: {
      orders: [
        ['heartbeat', 1, 'members', 0, 390],
        ['announce', 0, 'message-heartbeat', 1, 60],
        ['message-begin', 1, 'never', 1, 150],
      ],
    },
  },
  {
    name: 'a member without L2',
    mode: 'strict',
    faults: ['freeze-commands', 'cut-commands'],
    maxFaults: 1,
    maxHolds: 0,
    horizonsMs: [15, 40],
    writers: [1, 1],
    stage: {
      orders: [
        ['db-read-reply', 1, 'message-commit', 1, 500],
        ['db-write', 0, 'db-read', 1, 150],
      ],
    },
    faultsWith: ['begin', 'message-begin', 'announce', 'look'],
  },
  {
    name: 'the bus fails over',
    mode: 'strict',
    faults: ['bus-failover'],
    maxFaults: 1,
    maxHolds: 0,
    horizonsMs: [40, 120],
    clustered: 0,
    busApart: 1,
    writers: [1, 2],
    stage: { orders: [] },
    faultsWith: ['begin', 'announce'],
  },
  {
    name: 'late database writes',
    mode: 'strict',
    faults: ['evict', 'kill'],
    maxFaults: 2,
    maxHolds: 1,
    horizonsMs: [2600],
    lostWrites: 0.5,
    lateWritesMs: 2500,
  },
  {
    name: 'without Redis',
    mode: 'available',
    faults: ['lose-redis', 'cut-commands', 'freeze-commands', 'full', 'cut-speaker'],
    maxFaults: 2,
    maxHolds: 2,
    horizonsMs: [15, 60, 400],
    lostWrites: 0.1,
  },
  {
    name: 'everything',
    mode: 'available',
    cold: 0.2,
    faults: [
      'evict',
      'kill',
      'freeze',
      'drop-subscription',
      'deafen',
      'cut-commands',
      'cut-speaker',
      'lose-redis',
      'freeze-commands',
      'freeze-bus',
      'failover',
      'bus-failover',
      'renew-epoch',
      'full',
    ],
    maxFaults: 4,
    maxHolds: 2,
    horizonsMs: [15, 60, 400, 1200],
    lostWrites: 0.1,
    databaseFailures: 0.1,
    shortLifetimes: true,
  },
];

export function scenarioOf(seed: number): Scenario {
  const scenario = SCENARIOS[seed % SCENARIOS.length];
  if (scenario === undefined) throw new Error('a seed is a whole number from 0 on');
  return scenario;
}

import type { Answers, Situation } from '../../advice/situation.js';
import { prefers, workloads } from './named-in-answers.js';

export type Hosting = 'machines' | 'kubernetes' | 'managed_containers' | 'functions';
export type Engine = 'postgresql' | 'mysql' | 'sqlserver' | 'oracle';

/** What the system is made of, whoever provides it. A part of null is not needed. */
export interface Shape {
  readonly hosting: Hosting;
  readonly relational: {
    readonly engine: Engine;
    /** Each node's. */
    readonly vcpu: number;
    readonly nodes: number;
    readonly gib: number;
  } | null;
  readonly document: {
    /** Of all nodes, where a service has nodes. */
    readonly vcpu: number;
    readonly gib: number;
    readonly millionReads: number;
    readonly millionWrites: number;
  } | null;
  readonly cache: { readonly gib: number; readonly nodes: number } | null;
  readonly messaging: {
    readonly kind: 'queue' | 'streaming';
    readonly millionRequests: number;
    readonly ingestGb: number;
  } | null;
  readonly objects: { readonly gib: number; readonly millionReads: number; readonly millionWrites: number };
  readonly cdn: { readonly gib: number; readonly millionRequests: number } | null;
  /** What leaves the cloud beside the CDN's part. */
  readonly egressGib: number;
  readonly warehouse: { readonly gib: number; readonly scannedTb: number } | null;
}

/** Of all data the share that stands in databases: most of it where databases are the workload, else a fifth. */
const RECORDS_SHARE = { database: 0.5, other: 0.2 } as const;
/** What one managed relational database holds at every provider. */
export const MOST_RELATIONAL_GIB = 16_384;
const LEAST_RELATIONAL_GIB = 20;
/** A quarter of the application's cores, in the sizes that databases come in. */
const DATABASE_VCPU_SHARE = 0.25;
const DATABASE_VCPU_SIZES = [2, 4, 8, 16, 32, 64, 96] as const;
const WRITES_SHARE = 0.2;
/** The hot part of the records that a cache holds, and its bounds. */
const HOT_SHARE = 0.02;
const CACHE_GIB = { least: 1, most: 64 } as const;
/** Below these a cache earns its keep, above the other one too. */
const CACHE_BELOW_MS = 200;
const CACHE_FROM_RPS = 300;
/** Send, receive, delete. */
const REQUESTS_PER_MESSAGE = 3;
const MESSAGES_PER_REQUEST = 0.5;
const MESSAGE_KB = 4;
const OBJECT_READS_SHARE = 0.5;
const OBJECT_WRITES_SHARE = 0.05;
const CDN_SHARE = 0.8;
/** Of all data what reports are made of. */
const ANALYSED_SHARE = 0.05;
/** How often a month the warehouse's data is read through. */
const SCANS_PER_MONTH = 20;
const STANDBY_FROM_UPTIME = 99.9;
const KUBERNETES_FROM_EXPERTISE = 3;
const MILLION = 1e6;

export function shapeOf({ answers, plan, sizing }: Situation): Shape {
  const { now } = sizing;
  const records = Math.max(LEAST_RELATIONAL_GIB, now.storageGib * recordsShare(answers));
  const engine = engineOf(answers);
  const wantsDocuments = prefers(answers, 'document');
  const relationalGib = Math.ceil(Math.min(MOST_RELATIONAL_GIB, records));
  const nodes = needsStandby(answers) ? 2 : 1;
  const million = now.requestsPerMonth / MILLION;
  const isRelational = engine !== null || !wantsDocuments;
  return {
    hosting: hostingOf(answers, plan.architecture),
    relational: isRelational
      ? { engine: engine ?? 'postgresql', vcpu: databaseVcpu(now.vcpu), nodes, gib: relationalGib }
      : null,
    document: wantsDocuments
      ? {
          vcpu: databaseVcpu(now.vcpu) * nodes,
          gib: Math.ceil(records),
          millionReads: places(million * (1 - WRITES_SHARE)),
          millionWrites: places(million * WRITES_SHARE),
        }
      : null,
    cache: needsCache(answers, now.peakRequestsPerSecond)
      ? { gib: Math.ceil(Math.min(CACHE_GIB.most, Math.max(CACHE_GIB.least, records * HOT_SHARE))), nodes }
      : null,
    messaging: messagingOf(answers, plan.architecture, million),
    objects: {
      gib: Math.ceil(Math.max(0, now.storageGib - (isRelational ? relationalGib : records))),
      millionReads: places(million * OBJECT_READS_SHARE),
      millionWrites: places(million * OBJECT_WRITES_SHARE),
    },
    ...trafficOf(answers, now.egressGibPerMonth, million),
    warehouse: warehouseOf(answers, now.storageGib),
  };
}

/** Of several engines that are preferred the one that needs no licence. */
function engineOf(answers: Answers): Engine | null {
  const engines = ['postgresql', 'mysql', 'sqlserver', 'oracle'] as const;
  return engines.find((engine) => prefers(answers, engine)) ?? null;
}

function hostingOf({ business }: Answers, architecture: Situation['plan']['architecture']): Hosting {
  if (architecture === 'serverless') return 'functions';
  if (architecture === 'monolith' || architecture === 'modular_monolith') return 'machines';
  const team = business.team_structure;
  const canRunKubernetes =
    (team?.kubernetes_expertise ?? 0) >= KUBERNETES_FROM_EXPERTISE && (team?.devops_engineers ?? 0) >= 1;
  return canRunKubernetes ? 'kubernetes' : 'managed_containers';
}

function recordsShare(answers: Answers): number {
  return workloads(answers, 'database') ? RECORDS_SHARE.database : RECORDS_SHARE.other;
}

function databaseVcpu(applicationVcpu: number): number {
  const wanted = applicationVcpu * DATABASE_VCPU_SHARE;
  return (
    DATABASE_VCPU_SIZES.find((size) => size >= wanted) ??
    DATABASE_VCPU_SIZES[DATABASE_VCPU_SIZES.length - 1] ??
    2
  );
}

export function needsStandby({ technical }: Answers): boolean {
  return (technical.performance_requirements?.uptime_percentage ?? 0) >= STANDBY_FROM_UPTIME;
}

function needsCache(answers: Answers, peak: number): boolean {
  const within = answers.technical.performance_requirements?.api_response_time_ms ?? Infinity;
  return prefers(answers, 'cache') || within <= CACHE_BELOW_MS || peak >= CACHE_FROM_RPS;
}

function messagingOf(
  answers: Answers,
  architecture: Situation['plan']['architecture'],
  million: number,
): Shape['messaging'] {
  const isStream =
    prefers(answers, 'streaming') ||
    (workloads(answers, 'iot') &&
      answers.technical.performance_requirements?.real_time_processing_required === true);
  const isParted = architecture !== 'monolith' && architecture !== 'modular_monolith';
  if (!isStream && !isParted && !workloads(answers, 'data_processing', 'iot')) return null;
  const millionMessages = million * MESSAGES_PER_REQUEST;
  return {
    kind: isStream ? 'streaming' : 'queue',
    millionRequests: places(millionMessages * REQUESTS_PER_MESSAGE),
    ingestGb: places(millionMessages * MESSAGE_KB),
  };
}

function trafficOf({ technical }: Answers, gib: number, million: number): Pick<Shape, 'cdn' | 'egressGib'> {
  const needs = technical.scalability_requirements;
  if (needs?.cdn_required !== true && needs?.global_distribution_required !== true) {
    return { cdn: null, egressGib: gib };
  }
  const cached = gib * CDN_SHARE;
  return {
    cdn: { gib: places(cached), millionRequests: places(million * CDN_SHARE) },
    egressGib: places(gib - cached),
  };
}

function warehouseOf(answers: Answers, gib: number): Shape['warehouse'] {
  if (!workloads(answers, 'analytics') && !prefers(answers, 'warehouse')) return null;
  const analysed = gib * ANALYSED_SHARE;
  return { gib: Math.ceil(analysed), scannedTb: places((analysed * SCANS_PER_MONTH) / 1_024) };
}

/** Three places: what prices count. */
function places(value: number): number {
  return Math.ceil(value * 1_000) / 1_000;
}

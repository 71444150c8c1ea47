import { HOURS_PER_MONTH } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import { because, whole } from '../because.js';
import type { Part } from './part.js';
import { relationalPart } from './relational-part.js';
import { KINDS, LOAD, PREFERENCE, SIZE } from './rests.js';
import { prefers } from './named-in-answers.js';
import type { Shape } from './shape.js';

/** Where records are kept: relational, document, cache, warehouse. */
export function dataParts(situation: Situation, shape: Shape): readonly Part[] {
  return [
    ...(shape.relational ? [relationalPart(situation, shape.relational)] : []),
    ...(shape.document ? [documents(situation, shape.document)] : []),
    ...(shape.cache ? [cache(situation, shape.cache)] : []),
    ...(shape.warehouse ? [warehouse(situation, shape.warehouse)] : []),
  ];
}

function documents({ answers }: Situation, need: NonNullable<Shape['document']>): Part {
  const names = (answers.technical.database_preferences ?? []).join(' ');
  const isMongo = /mongo|couch/i.test(names);
  const isWide = /cassandra|scylla|bigtable/i.test(names);
  return {
    key: 'document_database',
    label: 'the document database',
    wanted: {
      category: 'document_database',
      tags: [...(isMongo ? [['mongodb']] : []), ...(isWide ? [['cassandra'], ['wide-column']] : []), []],
      use: {
        storage_gb_month: need.gib,
        requests_million_write: need.millionWrites,
        requests_million_read: need.millionReads,
      },
      also: { vcpu_hour: need.vcpu * HOURS_PER_MONTH },
    },
    configuration: { storage_gib: need.gib, point_in_time_recovery: true, encrypted: true },
    reasons: [
      because(answers, PREFERENCE.path, 'documents or key-values are what the team wants to work with.'),
      because(
        answers,
        LOAD.path,
        `about ${whole(need.millionReads)} million reads and ${whole(need.millionWrites)} million writes a month follow.`,
        `${whole(need.millionReads)} million reads and ${whole(need.millionWrites)} million writes a month are derived from the users.`,
      ),
    ],
    restsOn: [{ ...PREFERENCE, weight: 3 }, LOAD, ...SIZE],
    serves: { scalability: 0.9, performance: 0.7, operations: 0.5 },
    title: (service) => `${service} for ${whole(need.gib)} GiB of documents`,
    summary: (service, monthly) =>
      `${service}: ${whole(need.gib)} GiB, ${whole(need.millionReads)} million reads and ${whole(need.millionWrites)} million writes a month, ${monthly}. Each record is read and written whole, by its key.`,
    benefits: ['Throughput follows the load without a resize', 'Single-digit milliseconds for reads by key'],
    steps: () => [
      'List the questions that are asked of the data, and design keys for them first',
      'Choose a partition key that spreads the busiest tenant',
      'Turn on point-in-time recovery and an alarm on throttled requests',
    ],
    risks: [
      'Queries that no key was designed for are slow or dear.',
      'Query language and limits differ between providers: keep access behind one module.',
    ],
    businessImpact: 'Growth of traffic is paid for as it comes, not a year ahead.',
    tags: ['database', 'nosql', 'on-demand'],
    priority: 'medium',
    category: 'database',
    pillar: 'performance',
  };
}

function cache({ answers }: Situation, need: NonNullable<Shape['cache']>): Part {
  const ms = '/technical_requirements/performance_requirements/api_response_time_ms';
  return {
    key: 'cache',
    label: 'the in-memory cache',
    wanted: {
      category: 'cache',
      tags: [['redis'], []],
      use: { gib_hour: need.gib * need.nodes * HOURS_PER_MONTH },
    },
    configuration: { memory_gib: need.gib, nodes: need.nodes, eviction: 'least recently used' },
    reasons: [
      prefers(answers, 'cache')
        ? because(answers, PREFERENCE.path, 'a cache is among them.')
        : because(
            answers,
            ms,
            'reads from memory leave room in that time.',
            'the peak alone justifies reads from memory.',
          ),
      because(
        answers,
        LOAD.path,
        `${whole(need.gib)} GiB hold the hot fiftieth of the records.`,
        `${whole(need.gib)} GiB hold the hot fiftieth of the records that are assumed.`,
      ),
    ],
    restsOn: [{ path: ms, weight: 2 }, LOAD, ...SIZE],
    serves: { performance: 1, scalability: 0.5, cost: 0.3 },
    title: (service) => `${service} with ${whole(need.gib)} GiB in front of the database`,
    summary: (service, monthly) =>
      `${service}, ${need.nodes} x ${whole(need.gib)} GiB, ${monthly} a month: repeated reads are answered in under a millisecond and the database is sized for the misses.`,
    benefits: ['Repeated reads no longer load the database', 'Peaks are absorbed before they reach storage'],
    steps: () => [
      'Cache the reads that are asked most and change least',
      'Give each entry a lifetime and drop it on write',
      'Watch the hit rate; below 80 percent the keys are wrong',
    ],
    risks: [
      'A cache that is not invalidated serves old answers: begin with data for which a minute is young enough.',
      'It must be possible to run without it, slower.',
    ],
    businessImpact: 'Pages stay fast at the peak, when most of the business is done.',
    tags: ['cache', 'redis'],
    priority: 'medium',
    category: 'database',
    pillar: 'performance',
  };
}

function warehouse({ answers }: Situation, need: NonNullable<Shape['warehouse']>): Part {
  return {
    key: 'data_warehouse',
    label: 'the data warehouse',
    wanted: {
      category: 'data_warehouse',
      tags: [['serverless'], []],
      use: { storage_gb_month: need.gib, scanned_tb: need.scannedTb },
    },
    configuration: { storage_gib: need.gib, scanned_tb_per_month: need.scannedTb, partitioned_by: 'day' },
    reasons: [
      prefers(answers, 'warehouse')
        ? because(answers, PREFERENCE.path, 'columns and a warehouse are what the team knows.')
        : because(answers, KINDS.path, 'analytics asks for columns, not for rows of the live database.'),
      because(
        answers,
        SIZE[0]?.path ?? KINDS.path,
        `${whole(need.gib)} GiB of it are analysed, ${need.scannedTb} TB scanned a month.`,
        `${whole(need.gib)} GiB are assumed to be analysed.`,
      ),
    ],
    restsOn: [KINDS, ...SIZE],
    serves: { insight: 1, performance: 0.5, cost: 0.3 },
    title: (service) => `${service} for reports, apart from the live database`,
    summary: (service, monthly) =>
      `${service}: ${whole(need.gib)} GiB in columns, about ${need.scannedTb} TB scanned a month, ${monthly}. Paid by query, so that an idle month costs storage only.`,
    benefits: [
      'Reports no longer slow the live system down',
      'History is kept at the price of object storage',
    ],
    steps: () => [
      'Land raw events in object storage, partitioned by day',
      'Model the ten reports that are read most',
      'Set a limit on bytes scanned for each user',
    ],
    risks: ['One careless query reads everything: limits a user and a day are needed from the start.'],
    businessImpact: 'Questions about the business are answered on the day they are asked.',
    tags: ['analytics', 'warehouse'],
    priority: 'medium',
    category: 'storage',
    pillar: 'cost',
  };
}

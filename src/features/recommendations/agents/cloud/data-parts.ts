import { HOURS_PER_MONTH } from '../../advice/pricing.js';
import type { Rest } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import { because, whole } from '../because.js';
import { offerOf, PROVIDER_NAMES, type Wanted } from '../offers.js';
import type { Part } from './part.js';
import { type Engine, MOST_RELATIONAL_GIB, prefers, type Shape } from './shape.js';

const SIZE: readonly Rest[] = [
  { path: '/technical_requirements/scalability_requirements/current_data_size_gb', weight: 2 },
  { path: '/technical_requirements/scalability_requirements/expected_data_growth_rate', weight: 1 },
];
const LOAD: Rest = {
  path: '/technical_requirements/performance_requirements/requests_per_second',
  weight: 2,
  or: [
    '/technical_requirements/performance_requirements/concurrent_users',
    '/business_requirements/growth_projection/current_users',
  ],
};
const PREFERENCE: Rest = { path: '/technical_requirements/database_preferences', weight: 2 };
const KINDS: Rest = { path: '/technical_requirements/workload_types', weight: 1 };

const ENGINE_NAMES: Readonly<Record<Engine, string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
};

const ENGINE_TAGS: Readonly<Record<Engine, string>> = {
  postgresql: 'postgresql',
  mysql: 'mysql',
  sqlserver: 'sql-server',
  oracle: 'oracle',
};

/** Where records are kept: relational, document, cache, warehouse. */
export function dataParts(situation: Situation, shape: Shape): readonly Part[] {
  return [
    ...(shape.relational ? [relational(situation, shape.relational)] : []),
    ...(shape.document ? [documents(situation, shape.document)] : []),
    ...(shape.cache ? [cache(situation, shape.cache)] : []),
    ...(shape.warehouse ? [warehouse(situation, shape.warehouse)] : []),
  ];
}

function relational(situation: Situation, need: NonNullable<Shape['relational']>): Part {
  const { engine, vcpu, nodes, gib } = need;
  const use = { vcpu_hour: vcpu * nodes * HOURS_PER_MONTH, storage_gb_month: gib * nodes };
  const own: Wanted = { category: 'relational_database', tags: [[ENGINE_TAGS[engine]]], use };
  const isManaged = offerOf(situation, situation.plan.primary, own) !== null;
  const wished = ENGINE_NAMES[engine];
  const name = isManaged ? wished : ENGINE_NAMES.postgresql;
  const { answers } = situation;
  const copies = nodes > 1 ? 'a primary and a standby in another zone' : 'one node';
  const commercial = engine === 'oracle' || engine === 'sqlserver';
  return {
    key: 'relational_database',
    label: `the ${name} database`,
    wanted: { ...own, tags: [[ENGINE_TAGS[engine]], [ENGINE_TAGS.postgresql]] },
    configuration: {
      engine: isManaged ? engine : 'postgresql',
      vcpu,
      nodes,
      storage_gib: gib,
      encrypted: true,
    },
    reasons: [
      because(
        answers,
        PREFERENCE.path,
        isManaged
          ? `${name} is kept as a managed service.`
          : `${PROVIDER_NAMES[situation.plan.primary]} manages no ${wished} that the catalogue knows, ${name} takes its place.`,
        `${name} is assumed: open, and managed at every provider.`,
      ),
      because(
        answers,
        '/technical_requirements/performance_requirements/uptime_percentage',
        `${copies}, because a standby pays from 99.9 percent on.`,
      ),
      because(
        answers,
        '/technical_requirements/scalability_requirements/current_data_size_gb',
        `${whole(gib)} GiB of it are taken for records, the rest for objects.`,
        `${whole(gib)} GiB are assumed for records.`,
      ),
    ],
    restsOn: [
      PREFERENCE,
      LOAD,
      ...SIZE,
      { path: '/technical_requirements/performance_requirements/uptime_percentage', weight: 1 },
    ],
    serves: { reliability: 0.8, operations: 0.7, performance: 0.5 },
    title: (service) => `${service} with ${vcpu} vCPU and ${whole(gib)} GiB for the records`,
    summary: (service, monthly) =>
      `${service}: ${copies} of ${vcpu} vCPU and ${whole(gib)} GiB, ${monthly} a month. Patches, backups and fail-over are the provider's work, not the team's.`,
    benefits: [
      'Point-in-time recovery to any second of the last days',
      nodes > 1
        ? 'Fail-over to the standby within about a minute'
        : 'A standby can be added without moving data',
    ],
    steps: (service) => [
      `Create ${service} with ${vcpu} vCPU, ${whole(gib)} GiB and encryption, in private subnets`,
      'Measure the slowest ten queries of today and add the indexes they lack',
      commercial
        ? 'Check features and licences in use against what the managed edition allows'
        : 'Move the schema, then replicate until the switch',
      'Switch in a window of low load and keep the old database readable for a week',
    ],
    risks: [
      ...(gib >= MOST_RELATIONAL_GIB
        ? [
            `Records may outgrow one database: ${whole(MOST_RELATIONAL_GIB)} GiB are the most that is planned for; partition by tenant or time before that.`,
          ]
        : []),
      ...(isManaged
        ? []
        : [
            `${wished} is replaced by ${name}: procedures and types must be converted, or ${wished} run on machines by the team.`,
          ]),
      ...(commercial && isManaged
        ? [
            `${name} licences are not open: price and terms can change, and they are not in the figure unless the service includes them.`,
          ]
        : []),
      'A change of engine later costs more than a change of size: load-test before the switch.',
    ],
    businessImpact: `The records stay available through the loss of ${nodes > 1 ? 'a zone' : 'a machine'}, without a database administrator on call.`,
    tags: ['database', engine, 'managed'],
    priority: 'high',
    category: 'database',
    pillar: 'reliability',
    data: { nodes, vcpu_per_node: vcpu, storage_gib: gib },
  };
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
    restsOn: [{ ...KINDS, weight: 2 }, ...SIZE],
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

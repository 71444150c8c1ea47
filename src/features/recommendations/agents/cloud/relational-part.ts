import { PROVIDER_NAMES } from '../../advice/names.js';
import { HOURS_PER_MONTH } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import { because, whole } from '../because.js';
import { offerOf, type Wanted } from '../offers.js';
import type { Part } from './part.js';
import { LOAD, PREFERENCE, SIZE } from './rests.js';
import { type Engine, MOST_RELATIONAL_GIB, type Shape } from './shape.js';

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

/** The database of the preferred engine; PostgreSQL where the provider does not manage that one. */
export function relationalPart(situation: Situation, need: NonNullable<Shape['relational']>): Part {
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
      `${service}: ${copies} of ${vcpu} vCPU and ${whole(gib)} GiB, ${monthly} a month. Patches, backups and ${nodes > 1 ? 'fail-over' : 'restarts'} are the provider's work, not the team's.`,
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
    businessImpact: `The records ${nodes > 1 ? 'stay available through the loss of a zone' : 'are back within minutes after the loss of a machine'}, without a database administrator on call.`,
    tags: ['database', engine, 'managed'],
    priority: 'high',
    category: 'database',
    pillar: 'reliability',
    data: { nodes, vcpu_per_node: vcpu, storage_gib: gib },
  };
}

import { HOURS_PER_MONTH, pricedMachines, pricedService } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { CatalogueService, CloudRegion, ServiceCategory } from '../../catalogue/catalogue.types.js';
import type { RecommendedService } from '../../recommendation.js';
import { shapeOf } from '../cloud/shape.js';
import { whole } from '../because.js';
import { type Strategy, STRATEGIES } from './recovery-tier.js';

/** Of the data, what changes and has to be copied in a month. */
const CHANGED_A_MONTH = 0.1;
/** Of today's machines, those that a warm standby keeps running: enough to take over and grow. */
const WARM_SHARE = 1 / 3;

/** What a way to recover needs in the other region, priced. Each includes what the slower ones need, but for their backup copies. */
export function recoveryServices(
  situation: Situation,
  region: CloudRegion,
  strategy: Strategy,
): readonly RecommendedService[] {
  const { sizing } = situation;
  const gib = sizing.now.storageGib;
  const isReplicated = strategy !== 'backup_and_restore';
  return [
    ...(isReplicated
      ? [...replicas(situation, region), ...machines(situation, region, strategy)]
      : service(
          situation,
          region,
          'object_storage',
          { storage_gb_month: gib },
          `A copy of all data, ${whole(gib)} GiB, that is seldom read.`,
          undefined,
          'infrequent-access',
        )),
    ...service(
      situation,
      situation.plan.region ?? region,
      'network',
      { egress_gb: Math.ceil(gib * CHANGED_A_MONTH) },
      `What changes in a month, ${CHANGED_A_MONTH * 100} percent of the data, goes to ${region.name}.`,
      'Replication traffic',
    ),
  ];
}

function replicas(situation: Situation, region: CloudRegion): readonly RecommendedService[] {
  const { relational, objects } = shapeOf(situation);
  const records = relational?.gib ?? 0;
  const rest = Math.max(objects.gib, situation.sizing.now.storageGib - records);
  return [
    ...(relational === null
      ? []
      : service(
          situation,
          region,
          'relational_database',
          { vcpu_hour: relational.vcpu * HOURS_PER_MONTH, storage_gb_month: relational.gib },
          'A replica of the database that can be made the primary.',
          undefined,
          relational.engine,
        )),
    ...service(
      situation,
      region,
      'object_storage',
      { storage_gb_month: rest },
      `Files and objects are replicated, ${whole(rest)} GiB.`,
    ),
  ];
}

function machines(
  situation: Situation,
  region: CloudRegion,
  strategy: Strategy,
): readonly RecommendedService[] {
  const { sizing, catalogue } = situation;
  const compute = offered(situation, region, 'compute', ['instance_hour']);
  const warm = STRATEGIES.indexOf(strategy) >= STRATEGIES.indexOf('warm_standby');
  if (!warm || sizing.machine === null || compute === null) return [];
  const count =
    strategy === 'hot_standby' ? sizing.now.instances : Math.ceil(sizing.now.instances * WARM_SHARE);
  const reasons = [
    strategy === 'hot_standby'
      ? 'As many machines as in the first region: it takes over at once.'
      : `A third of the ${sizing.now.instances} machines run already; the others start when it takes over.`,
  ];
  const usual = catalogue.service(compute.id);
  return [
    pricedMachines(usual, sizing.machine, region, count, { configuration: { role: 'standby' }, reasons }),
  ];
}

function service(
  situation: Situation,
  region: CloudRegion,
  category: ServiceCategory,
  use: Readonly<Record<string, number>>,
  reason: string,
  name?: string,
  tag?: string,
): readonly RecommendedService[] {
  const found = offered(situation, region, category, Object.keys(use), tag);
  if (found === null) return [];
  const parts = { configuration: { role: 'recovery' }, reasons: [reason] };
  return [
    pricedService(
      situation.catalogue,
      found,
      region,
      use,
      name === undefined ? parts : { ...parts, name: `${found.name}: ${name}` },
    ),
  ];
}

/** The usual choice of a category that is offered there and has the meters; one with the tag before others, certified ones first. */
export function offered(
  { catalogue, plan }: Situation,
  region: CloudRegion,
  category: ServiceCategory,
  meters: readonly string[],
  tag?: string,
): CatalogueService | null {
  const found = catalogue
    .ofCategory(region.provider, category)
    .filter((one) => catalogue.isOffered(one, region.name))
    .filter((one) => meters.every((meter) => one.prices.some((price) => price.meter === meter)));
  const tagged = tag === undefined ? found : found.filter((one) => one.tags.includes(tag));
  const usual = tagged.length > 0 ? tagged : found;
  const certified = usual.find((one) =>
    plan.programmes.every((programme) => one.programmes.includes(programme)),
  );
  return certified ?? usual[0] ?? null;
}

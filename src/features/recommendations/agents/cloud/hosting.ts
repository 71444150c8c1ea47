import { priceOf, sumOf, unitPrice, type Usd } from '../../../../kernel/money.js';
import { HOURS_PER_MONTH, machineRate, pricedMachines, pricedService } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type {
  CatalogueProvider,
  CatalogueService,
  CloudRegion,
  MachineType,
} from '../../catalogue/catalogue.types.js';
import type { Alternative, RecommendedService } from '../../recommendation.js';
import { type Offer, offerOf, regionAt, type Wanted } from '../offers.js';
import type { Hosting } from './shape.js';

/** A way to run the application at one provider, priced. */
export interface HostingOffer {
  readonly provider: CatalogueProvider;
  readonly hosting: Hosting;
  readonly name: string;
  readonly monthly: Usd;
  /** What has to be certified. */
  readonly services: readonly CatalogueService[];
  recommended(
    reasons: readonly string[],
    alternatives: readonly Alternative[],
  ): readonly RecommendedService[];
}

/** How much memory a call of a function has, and how long it works where no answer time was given. */
const FUNCTION_GB = 0.5;
const FUNCTION_MS = 300;
/** An answer time is a limit for the slowest; the usual call takes a third of it, and never less than this. */
const USUAL_SHARE = 1 / 3;
const LEAST_MS = 50;

/** Null where the provider has no allowed region, or nothing of the kind there. */
export function hostingOffer(
  situation: Situation,
  provider: CatalogueProvider,
  hosting: Hosting,
): HostingOffer | null {
  switch (hosting) {
    case 'functions':
      return byUse(situation, provider, hosting, functionsWanted(situation), 'per call');
    case 'managed_containers':
      return byUse(situation, provider, hosting, containersWanted(situation), 'without machines of your own');
    case 'kubernetes':
      return onKubernetes(situation, provider);
    case 'machines':
      return onMachines(situation, provider, null);
  }
}

/** The seconds that a call of a function works, as priced. */
export function functionSeconds({ answers }: Situation): number {
  const within = answers.technical.performance_requirements?.api_response_time_ms;
  const ms = within ? Math.max(LEAST_MS, within * USUAL_SHARE) : FUNCTION_MS;
  return Math.ceil(ms) / 1_000;
}

function functionsWanted(situation: Situation): Wanted {
  const { requestsPerMonth } = situation.sizing.now;
  return {
    category: 'serverless',
    use: {
      requests_million: Math.ceil(requestsPerMonth / 1_000) / 1_000,
      gb_second: Math.ceil(requestsPerMonth * functionSeconds(situation) * FUNCTION_GB),
    },
  };
}

function containersWanted({ sizing }: Situation): Wanted {
  const { instances, vcpu, memoryGib } = sizing.now;
  const cores = sizing.machine === null ? vcpu : instances * sizing.machine.vcpu;
  const gib = sizing.machine === null ? memoryGib : instances * sizing.machine.memoryGib;
  return {
    category: 'containers',
    tags: [['serverless']],
    also: { cluster_hour: HOURS_PER_MONTH },
    use: { vcpu_hour: cores * HOURS_PER_MONTH, gib_hour: gib * HOURS_PER_MONTH },
  };
}

function byUse(
  situation: Situation,
  provider: CatalogueProvider,
  hosting: Hosting,
  wanted: Wanted,
  how: string,
): HostingOffer | null {
  const offer = offerOf(situation, provider, wanted);
  if (offer === null) return null;
  return {
    provider,
    hosting,
    name: `${offer.service.name} (${how})`,
    monthly: offer.monthly,
    services: [offer.service],
    recommended: (reasons, alternatives) => [
      pricedService(situation.catalogue, offer.service, offer.region, offer.use, {
        configuration: offer.use,
        reasons,
        alternatives,
      }),
    ],
  };
}

function onKubernetes(situation: Situation, provider: CatalogueProvider): HostingOffer | null {
  const use = { cluster_hour: HOURS_PER_MONTH };
  const cluster = offerOf(situation, provider, { category: 'containers', tags: [['kubernetes']], use });
  return cluster === null ? null : onMachines(situation, provider, cluster);
}

function onMachines(
  situation: Situation,
  provider: CatalogueProvider,
  cluster: Offer | null,
): HostingOffer | null {
  const { catalogue, sizing } = situation;
  const region = regionAt(situation, provider);
  const [service] = catalogue.ofCategory(provider, 'compute');
  if (region === null || service === undefined) return null;
  const machine = machineAt(situation, provider, region);
  if (machine === null) return null;
  const { instances } = sizing.now;
  const machines = priceOf(machineRate(machine, region).perHour, instances * HOURS_PER_MONTH);
  const named = `${instances} x ${machine.name}`;
  return {
    provider,
    hosting: cluster === null ? 'machines' : 'kubernetes',
    name: cluster === null ? named : `${cluster.service.name} on ${named}`,
    monthly: cluster === null ? machines : sumOf([cluster.monthly, machines]),
    services: cluster === null ? [service] : [cluster.service, service],
    recommended: (reasons, alternatives) => [
      ...(cluster === null
        ? []
        : [
            pricedService(catalogue, cluster.service, region, cluster.use, {
              configuration: { clusters: 1 },
              reasons,
            }),
          ]),
      pricedMachines(service, machine, region, instances, {
        configuration: { autoscaling: true },
        reasons,
        alternatives,
      }),
    ],
  };
}

/** The machine of the sizing, or at another provider the cheapest that is not smaller. */
function machineAt(
  { catalogue, plan, sizing }: Situation,
  provider: CatalogueProvider,
  region: CloudRegion,
): MachineType | null {
  const like = sizing.machine;
  if (like === null || provider === plan.primary) return like;
  const fitting = catalogue.machines.filter(
    (machine) =>
      machine.provider === provider &&
      machine.gpu === 0 &&
      (machine.family === 'burstable') === (like.family === 'burstable') &&
      machine.vcpu >= like.vcpu &&
      machine.memoryGib >= like.memoryGib &&
      machine.usdPerHour[region.name] !== undefined,
  );
  const hourly = (machine: MachineType) => unitPrice(machine.usdPerHour[region.name] ?? '0'); // filtered above
  return fitting.toSorted((a, b) => Number(hourly(a) - hourly(b)))[0] ?? null;
}

import {
  decimal,
  priceOf,
  sumOf,
  toCents,
  type UnitPrice,
  unitPrice,
  type Usd,
  usd,
} from '../../../kernel/money.js';
import type { Catalogue, CatalogueService, CloudRegion, MachineType } from '../catalogue/catalogue.types.js';
import type { Alternative, RecommendedService } from '../recommendation.js';

/** 365 days of 24 hours in twelve parts: how the clouds count a month. */
export const HOURS_PER_MONTH = 730;

/**
 * What an hour of implementation costs. The median wage of software developers in the United States, May 2023, was
 * $132,270 a year (Bureau of Labor Statistics, Occupational Outlook Handbook): $63.59 for each of 2,080 hours. Wages are
 * about 70 percent of what an employer pays (the same, Employer Costs for Employee Compensation): $90.84, rounded up.
 */
export const IMPLEMENTATION_HOUR: UnitPrice = unitPrice('91.00');

/** What is to be said of a service that is recommended, beside its price. */
export interface ServiceParts {
  readonly configuration: RecommendedService['configuration'];
  readonly reasons: readonly string[];
  readonly alternatives?: readonly Alternative[];
  /** Where it differs from the catalogue's. */
  readonly name?: string;
  readonly setupComplexity?: RecommendedService['setup_complexity'];
  readonly implementationHours?: number;
}

/**
 * How many units of each meter are used in a month: `{ hour: 2 * HOURS_PER_MONTH, storage_gb_month: 500 }`. Of a decimal
 * number three places count.
 */
export type MonthlyUse = Readonly<Record<string, number>>;

/**
 * A service of the catalogue, priced by what is used of it in a month.
 * @param region null for a global service
 * @throws Error where the service has no such meter: the programmer's mistake
 */
export function pricedService(
  catalogue: Catalogue,
  service: CatalogueService,
  region: CloudRegion | null,
  use: MonthlyUse,
  parts: ServiceParts,
): RecommendedService {
  return {
    ...described(service, parts),
    region: service.regions === 'global' ? null : (region?.name ?? null),
    estimated_monthly_cost: decimal(monthlyCost(catalogue, service, region, use)),
  };
}

/** What so much use of a service costs in a month. @throws Error where the service has no such meter */
export function monthlyCost(
  catalogue: Catalogue,
  service: CatalogueService,
  region: CloudRegion | null,
  use: MonthlyUse,
): Usd {
  return sumOf(
    Object.entries(use).map(([meter, count]) =>
      priceOf(unitPrice(catalogue.price(service, meter, region?.name ?? null).usd), count),
    ),
  );
}

/**
 * Machines of a kind, on demand, running all month.
 * @param service the provider's service for virtual machines, which names it and says how hard it is to set up
 */
export function pricedMachines(
  service: CatalogueService,
  machine: MachineType,
  region: CloudRegion,
  count: number,
  parts: ServiceParts,
): RecommendedService {
  const rate = machineRate(machine, region);
  return {
    ...described(service, { ...parts, name: parts.name ?? `${service.name} (${count} x ${machine.name})` }),
    region: region.name,
    estimated_monthly_cost: decimal(priceOf(rate.perHour, count * HOURS_PER_MONTH)),
    cost_model: 'per_hour',
    configuration: {
      machine_type: machine.name,
      instances: count,
      vcpu: machine.vcpu,
      memory_gib: machine.memoryGib,
      usd_per_hour: rate.text,
      ...(rate.isEstimated ? { price_is_estimated: true } : {}),
      ...parts.configuration,
    },
  };
}

/** What an hour of a machine costs. */
export interface MachineRate {
  readonly perHour: UnitPrice;
  readonly text: string;
  /** True where the region's own price is not known: then it is the highest known one. */
  readonly isEstimated: boolean;
}

/** @throws Error where no region has a price of it: the catalogue refuses such machines */
export function machineRate(machine: MachineType, region: CloudRegion): MachineRate {
  const own = machine.usdPerHour[region.name];
  if (own !== undefined) return { perHour: unitPrice(own), text: own, isEstimated: false };
  const known = Object.values(machine.usdPerHour).toSorted((a, b) => (unitPrice(a) > unitPrice(b) ? -1 : 1));
  const [highest] = known;
  if (highest === undefined) throw new Error(`No price of ${machine.provider} ${machine.name}`);
  return { perHour: unitPrice(highest), text: highest, isEstimated: true };
}

/** The exact sum of what the services show. */
export function totalOf(services: readonly Pick<RecommendedService, 'estimated_monthly_cost'>[]): Usd {
  return sumOf(services.map((service) => usd(service.estimated_monthly_cost)));
}

/** The costs of an advice: its services' sum, twelve of it, and the hours of work that they take. */
export function costsOf(services: readonly RecommendedService[], extraHours = 0) {
  const monthly = toCents(totalOf(services));
  const hours = services.reduce((sum, service) => sum + service.implementation_time_hours, extraHours);
  return {
    monthly: decimal(monthly),
    yearly: decimal(sumOf(Array.from({ length: 12 }, () => monthly))),
    one_time: decimal(priceOf(IMPLEMENTATION_HOUR, hours)),
  };
}

function described(service: CatalogueService, parts: ServiceParts): Omit<RecommendedService, 'region'> {
  return {
    service_name: parts.name ?? service.name,
    provider: service.provider,
    service_category: service.category,
    estimated_monthly_cost: '0.00',
    cost_model: service.costModel,
    configuration: parts.configuration,
    reasons: parts.reasons,
    alternatives: parts.alternatives ?? [],
    setup_complexity: parts.setupComplexity ?? service.setupComplexity,
    implementation_time_hours: parts.implementationHours ?? service.setupHours,
  };
}

import { PROVIDER_NAMES, countryNames } from '../advice/names.js';
import { decimal, type Usd } from '../../../kernel/money.js';
import { monthlyCost, type MonthlyUse } from '../advice/pricing.js';
import { mayHold, residencyOf } from '../advice/placement.js';
import type { Situation } from '../advice/situation.js';
import {
  CATALOGUE_PROVIDERS,
  type CatalogueProvider,
  type CatalogueService,
  type CloudRegion,
  type ServiceCategory,
} from '../catalogue/catalogue.types.js';
import type { Alternative } from '../recommendation.js';
import { listed } from './because.js';

/** What is looked for, at any provider. */
export interface Wanted {
  readonly category: ServiceCategory;
  /** Words that the service must have; the first group of which a service is found counts. None: the usual choice. */
  readonly tags?: readonly (readonly string[])[];
  readonly use: MonthlyUse;
  /** What is charged besides where a service has a meter for it. */
  readonly also?: MonthlyUse;
}

/** One service at one provider, with what it costs a month. */
export interface Offer {
  readonly provider: CatalogueProvider;
  readonly service: CatalogueService;
  readonly region: CloudRegion;
  /** What is counted of it. */
  readonly use: MonthlyUse;
  readonly monthly: Usd;
}

/** The offer of a provider; null where it has no region that is allowed, or nothing of the kind there. */
export function offerOf(situation: Situation, provider: CatalogueProvider, wanted: Wanted): Offer | null {
  const region = regionAt(situation, provider);
  if (region === null) return null;
  const service = serviceOf(situation, region, wanted);
  if (service === null) return null;
  const charged = Object.entries(wanted.also ?? {}).filter(([meter]) => hasMeters(service, { [meter]: 0 }));
  const use = { ...wanted.use, ...Object.fromEntries(charged) };
  return { provider, service, region, use, monthly: monthlyCost(situation.catalogue, service, region, use) };
}

/** The same at the other providers. */
export function offersElsewhere(situation: Situation, wanted: Wanted): readonly Offer[] {
  return others(situation).flatMap((provider) => offerOf(situation, provider, wanted) ?? []);
}

/**
 * How much cheaper the chosen one is than the cheapest of the others, as a share of the latter's price: 0 where it is not
 * cheaper, null where nothing was weighed.
 */
export function priceMargin(chosen: Usd, elsewhere: readonly Usd[]): number | null {
  const [first, ...rest] = elsewhere;
  if (first === undefined) return null;
  const cheapest = rest.reduce((least, price) => (price < least ? price : least), first);
  return cheapest <= chosen ? 0 : Number(cheapest - chosen) / Number(cheapest);
}

/** The others with their prices and why they lost; also those that have nothing to offer. */
export function alternativesTo(
  situation: Situation,
  chosen: { readonly name: string; readonly monthly: Usd },
  elsewhere: readonly {
    readonly provider: CatalogueProvider;
    readonly name: string;
    readonly monthly: Usd;
  }[],
): readonly Alternative[] {
  return others(situation).map((provider) => {
    const offer = elsewhere.find((other) => other.provider === provider);
    if (offer === undefined) return nothingAt(situation, provider);
    return {
      name: offer.name,
      provider,
      estimated_monthly_cost: decimal(offer.monthly),
      why_not: whyNot(situation, provider, chosen, offer.monthly),
    };
  });
}

/**
 * Where a provider would run it: the primary's region, and of the others the allowed region that is nearest to it (same country,
 * then both in the Union). Null where no region of the provider is allowed.
 */
export function regionAt(
  { plan, answers, catalogue }: Situation,
  provider: CatalogueProvider,
): CloudRegion | null {
  const home = plan.region;
  if (provider === plan.primary || home === null) return home;
  const residency = residencyOf(answers);
  const allowed = catalogue.regionsOf(provider).filter((region) => mayHold(region, residency));
  return (
    allowed.find((region) => region.country === home.country) ??
    allowed.find((region) => region.inEu === home.inEu) ??
    allowed[0] ??
    null
  );
}

/** The programmes that are required and that a service is not certified for. */
export function uncertified({ plan }: Situation, service: CatalogueService): readonly string[] {
  return plan.programmes.filter((programme) => !service.programmes.includes(programme));
}

/** A warning for each service that is not certified for what is required. */
export function certificationRisks(
  situation: Situation,
  services: readonly CatalogueService[],
): readonly string[] {
  return services.flatMap((service) => {
    const lacking = uncertified(situation, service);
    if (lacking.length === 0) return [];
    return [
      `${service.name} is not listed for ${listed(lacking.map(programmeName))}: keep regulated data out of it or clear it with the auditor first.`,
    ];
  });
}

export function programmeName(programme: string): string {
  return programme === 'iso27001' ? 'ISO 27001' : programme.replace('_', ' ').toUpperCase();
}

function serviceOf(situation: Situation, region: CloudRegion, wanted: Wanted): CatalogueService | null {
  const { catalogue } = situation;
  const offered = catalogue
    .ofCategory(region.provider, wanted.category)
    .filter((service) => catalogue.isOffered(service, region.name) && hasMeters(service, wanted.use));
  const groups = wanted.tags ?? [[]];
  for (const tags of groups) {
    const fitting = offered.filter((service) => tags.every((tag) => service.tags.includes(tag)));
    const certified = fitting.find((service) => uncertified(situation, service).length === 0);
    const found = certified ?? fitting[0];
    if (found !== undefined) return found;
  }
  return null;
}

function hasMeters(service: CatalogueService, use: MonthlyUse): boolean {
  return Object.keys(use).every((meter) => service.prices.some((price) => price.meter === meter));
}

function others({ plan }: Situation): readonly CatalogueProvider[] {
  return CATALOGUE_PROVIDERS.filter((provider) => provider !== plan.primary);
}

function nothingAt(situation: Situation, provider: CatalogueProvider): Alternative {
  const residencies = residencyOf(situation.answers);
  const why =
    regionAt(situation, provider) === null
      ? `no region of ${PROVIDER_NAMES[provider]} satisfies data_residency_requirements (${listed(countryNames(residencies))})`
      : `${PROVIDER_NAMES[provider]} has nothing comparable in the region next to it`;
  return {
    name: PROVIDER_NAMES[provider],
    provider,
    estimated_monthly_cost: null,
    why_not: `Not possible: ${why}.`,
  };
}

function whyNot(
  { plan }: Situation,
  provider: CatalogueProvider,
  chosen: { readonly name: string; readonly monthly: Usd },
  price: Usd,
): string {
  if (price > chosen.monthly) {
    const more = difference(price, chosen.monthly);
    return more === '0.00'
      ? `No cheaper than ${chosen.name} for the same use.`
      : `$${more} a month more than ${chosen.name} for the same use.`;
  }
  const scoreOf = (name: CatalogueProvider) =>
    plan.providers.find((judged) => judged.provider === name)?.score ?? 0;
  const lead = `${PROVIDER_NAMES[plan.primary]} leads the comparison of providers (${scoreOf(plan.primary).toFixed(2)} against ${scoreOf(provider).toFixed(2)})`;
  const saved = difference(chosen.monthly, price);
  const saving = saved === '0.00' ? 'The same price' : `$${saved} a month cheaper`;
  return `${saving}, but ${lead}, and a second provider costs more in skills and traffic between clouds than this saves.`;
}

function difference(larger: Usd, smaller: Usd): string {
  return decimal((larger - smaller) as Usd); // not negative: the larger comes first
}

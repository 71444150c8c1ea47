import { unitPrice } from '../../../kernel/money.js';
import type { Catalogue, CatalogueProvider, CloudRegion } from '../catalogue/catalogue.types.js';
import { ladderOf } from '../sizing/machine-ladder.js';
import { compare } from './normalise.js';
import { closeness, EXACT, type Place, placesOf } from './planned-places.js';
import { machineRate } from './pricing.js';
import type { Answers } from './situation.js';
import { countryNames, PROVIDER_NAMES } from './names.js';

/** Where a provider may be used, and where best. */
export interface Placement {
  readonly allowed: readonly CloudRegion[];
  readonly region: CloudRegion | null;
  readonly recovery: CloudRegion | null;
  readonly reasons: readonly string[];
  /** How well it meets the regions that were planned, 0 (not at all) to 3 (the very one). */
  readonly planned: number;
  /** Of the reference machine in `region`, nano-dollars an hour; null where no price is known there. */
  readonly referencePrice: bigint | null;
}

/** Providers are compared by the hour of 4 vCPU and 16 GiB: by one size, so that more users never change the provider. */
const REFERENCE = { isRealTime: true, largestVcpu: 4 } as const;

const RESILIENT_ZONES = 3;

/** The regions of a provider that the residency requirement allows, and the best of them. */
export function placementOf(answers: Answers, catalogue: Catalogue, provider: CatalogueProvider): Placement {
  const residency = residencyOf(answers);
  const allowed = catalogue.regionsOf(provider).filter((region) => mayHold(region, residency));
  const scale = answers.technical.scalability_requirements ?? {};
  const planned = placesOf(scale.planned_regions ?? [], catalogue);
  const judged = allowed.map((region) => judgedRegion(region, answers, catalogue, planned));
  const [best] = judged.toSorted(compareJudged);
  if (best === undefined) return nowhere(provider, residency);
  return {
    allowed,
    region: best.region,
    recovery: recoveryOf(
      best.region,
      allowed,
      placesOf(scale.disaster_recovery_regions ?? [], catalogue),
      catalogue,
    ),
    reasons: reasonsOf(best, residency, scale.planned_regions ?? [], provider),
    planned: best.planned,
    referencePrice: best.price,
  };
}

/** Codes in lower case; several allow any of their places. */
export function residencyOf(answers: Answers): readonly string[] {
  return (answers.business.data_residency_requirements ?? []).map((code) => code.toLowerCase());
}

/** Whether data that must stay in one of these places may be in a region; without a requirement it may be anywhere. */
export function mayHold(region: CloudRegion, residency: readonly string[]): boolean {
  return (
    residency.length === 0 ||
    residency.some((code) => (code === 'eu' ? region.inEu : code === region.country))
  );
}

interface Judged {
  readonly region: CloudRegion;
  readonly price: bigint | null;
  readonly planned: number;
  /** The client named its country, not only the Union. */
  readonly isNamed: boolean;
  /** In the home of a regulation that is required. */
  readonly isAtHome: boolean;
}

function judgedRegion(
  region: CloudRegion,
  answers: Answers,
  catalogue: Catalogue,
  planned: readonly Place[],
): Judged {
  const regulations = answers.business.compliance_requirements ?? [];
  const american = regulations.includes('hipaa') || regulations.includes('ccpa');
  return {
    region,
    price: referencePriceIn(region, catalogue),
    planned: closeness(region, planned),
    isNamed: residencyOf(answers).includes(region.country),
    isAtHome: (regulations.includes('gdpr') && region.inEu) || (american && region.country === 'us'),
  };
}

/** Priced ones first: a region whose machines have no known price cannot be sized honestly. Then as the client wants it. */
function compareJudged(a: Judged, b: Judged): number {
  return (
    Number(b.price !== null) - Number(a.price !== null) ||
    b.planned - a.planned ||
    Number(b.isNamed) - Number(a.isNamed) ||
    Number(b.isAtHome) - Number(a.isAtHome) ||
    zoneRank(b.region) - zoneRank(a.region) ||
    comparePrice(a.price, b.price) ||
    compare(a.region.name, b.region.name)
  );
}

function recoveryOf(
  primary: CloudRegion,
  allowed: readonly CloudRegion[],
  planned: readonly Place[],
  catalogue: Catalogue,
): CloudRegion | null {
  const [best] = allowed
    .filter((region) => region.name !== primary.name && region.city !== primary.city)
    .map((region) => ({
      region,
      price: referencePriceIn(region, catalogue),
      planned: closeness(region, planned),
    }))
    .toSorted(
      (a, b) =>
        Number(b.price !== null) - Number(a.price !== null) ||
        b.planned - a.planned ||
        Number(b.region.country === primary.country) - Number(a.region.country === primary.country) ||
        Number(b.region.inEu === primary.inEu) - Number(a.region.inEu === primary.inEu) ||
        comparePrice(a.price, b.price) ||
        compare(a.region.name, b.region.name),
    );
  return best?.region ?? null;
}

/** By catalogue and region: prices depend on nothing else, and each situation asks for all of them. */
const referencePrices = new WeakMap<Catalogue, Map<CloudRegion, bigint | null>>();

function referencePriceIn(region: CloudRegion, catalogue: Catalogue): bigint | null {
  const known = referencePrices.get(catalogue) ?? new Map<CloudRegion, bigint | null>();
  referencePrices.set(catalogue, known);
  const price = known.get(region);
  if (price !== undefined) return price;
  const found = pricedReference(region, catalogue);
  known.set(region, found);
  return found;
}

function pricedReference(region: CloudRegion, catalogue: Catalogue): bigint | null {
  const machine = ladderOf(catalogue.machines, region, REFERENCE).at(-1)?.machine;
  if (machine === undefined) return null;
  const rate = machineRate(machine, region);
  // a smaller machine where the reference size is missing: by the same number of vCPU
  return rate.isEstimated
    ? null
    : (unitPrice(rate.text) * BigInt(REFERENCE.largestVcpu)) / BigInt(machine.vcpu);
}

function zoneRank(region: CloudRegion): number {
  return Math.min(region.zones, RESILIENT_ZONES);
}

function comparePrice(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null || a === b) return 0;
  return a < b ? -1 : 1;
}

function nowhere(provider: CatalogueProvider, residency: readonly string[]): Placement {
  const reasons = [
    `No region of ${PROVIDER_NAMES[provider]} that the catalogue knows lies in ${countryNames(residency).join(', ')}.`,
  ];
  return { allowed: [], region: null, recovery: null, reasons, planned: 0, referencePrice: null };
}

function reasonsOf(
  { region, planned, isAtHome, price }: Judged,
  residency: readonly string[],
  wanted: readonly string[],
  provider: CatalogueProvider,
): readonly string[] {
  const reasons: string[] = [];
  const where = `${region.name} (${region.city})`;
  if (residency.length > 0) {
    reasons.push(
      `Data residency requirements name ${countryNames(residency).join(', ')}: ${where} lies within.`,
    );
  }
  if (planned === EXACT) reasons.push(`Planned regions name ${region.name}.`);
  else if (planned > 0)
    reasons.push(
      `Planned regions name ${wanted.join(', ')}: ${where} is the closest of ${PROVIDER_NAMES[provider]}.`,
    );
  else if (wanted.length > 0) {
    reasons.push(
      `Planned regions name ${wanted.join(', ')}, where ${PROVIDER_NAMES[provider]} has none that may be used.`,
    );
  }
  if (planned === 0 && isAtHome) reasons.push(`${where} lies where the required regulations are at home.`);
  if (wanted.length === 0 && !isAtHome && residency.length === 0) {
    reasons.push(
      `No place was asked for: ${where} is among the cheapest of ${PROVIDER_NAMES[provider]} with ${region.zones} zones.`,
    );
  }
  if (price === null)
    reasons.push(`Machine prices in ${region.name} are not known; they are estimated from other regions.`);
  return reasons;
}

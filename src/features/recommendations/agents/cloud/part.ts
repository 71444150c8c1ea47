import { decimal, sumOf, type Usd } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import type { Serves } from '../../advice/alignment.js';
import type { Rest } from '../../advice/confidence.js';
import { pricedService } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { CatalogueProvider } from '../../catalogue/catalogue.types.js';
import type { Advice, Pillar, RecommendationCategory, RecommendationPriority } from '../../recommendation.js';
import {
  alternativesTo,
  certificationRisks,
  type Offer,
  offerOf,
  offersElsewhere,
  priceMargin,
  type Wanted,
} from '../offers.js';

/** One part of the system that a service of the catalogue provides, at whichever provider. */
export interface Part {
  /** The advice's key. */
  readonly key: string;
  /** "the relational database", in the middle of a sentence. */
  readonly label: string;
  readonly wanted: Wanted;
  readonly configuration: Readonly<Record<string, string | number | boolean>>;
  readonly reasons: readonly string[];
  readonly restsOn: readonly Rest[];
  readonly serves: Serves;
  /** What is to be said once the service is known; `monthly` as it is shown. */
  title(name: string): string;
  summary(name: string, monthly: string): string;
  readonly benefits: readonly string[];
  steps(name: string): readonly string[];
  readonly risks: readonly string[];
  readonly businessImpact: string;
  readonly tags: readonly string[];
  readonly priority: RecommendationPriority;
  readonly category: RecommendationCategory;
  readonly pillar: Pillar;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The advice for one part: the service of the primary provider, and the others' with their prices. */
export function adviceForPart(situation: Situation, part: Part): Advice {
  const offer = offerOf(situation, situation.plan.primary, part.wanted);
  return offer === null ? selfRun(situation, part) : provided(situation, part, offer);
}

/** What a provider asks for the parts; of those that it has none for nothing. */
export function priceOfParts(
  situation: Situation,
  provider: CatalogueProvider,
  parts: readonly Part[],
): { readonly monthly: Usd; readonly lacking: readonly string[] } {
  const offers = parts.map((part) => ({ part, offer: offerOf(situation, provider, part.wanted) }));
  return {
    monthly: sumOf(offers.flatMap(({ offer }) => offer?.monthly ?? [])),
    lacking: offers.flatMap(({ part, offer }) => (offer === null ? [part.label] : [])),
  };
}

function provided(situation: Situation, part: Part, offer: Offer): Advice {
  const elsewhere = offersElsewhere(situation, part.wanted);
  const { service, region, use, monthly } = offer;
  const recommended = pricedService(situation.catalogue, service, region, use, {
    configuration: part.configuration,
    reasons: part.reasons,
    alternatives: alternativesTo(
      situation,
      { name: service.name, monthly },
      elsewhere.map((other) => ({ ...other, name: other.service.name })),
    ),
  });
  return adviceOf(situation, 'cloud_engineer_agent', {
    ...commonOf(part),
    title: part.title(service.name),
    summary: part.summary(service.name, `$${decimal(monthly)}`),
    margin: priceMargin(
      monthly,
      elsewhere.map((other) => other.monthly),
    ),
    services: [recommended],
    data: { ...part.data, usage: use, limits: service.limits },
    steps: part.steps(service.name),
    risks: [...part.risks, ...certificationRisks(situation, [service])],
  });
}

/** The primary provider has nothing of the kind in the region: it is run on the machines that are there. */
function selfRun(situation: Situation, part: Part): Advice {
  const where = situation.plan.region?.name ?? 'your own sites';
  return adviceOf(situation, 'cloud_engineer_agent', {
    ...commonOf(part),
    title: `Run ${part.label} yourselves in ${where}`,
    summary: `No managed service for ${part.label} is offered in ${where}. Run it on the machines that the capacity advice counts, and review this when the region gains one.`,
    margin: null,
    services: [],
    data: { ...part.data, usage: part.wanted.use },
    steps: [
      `Size ${part.label} as stated under usage`,
      'Automate its installation, patches and backups',
      'Rehearse its fail-over before going live',
    ],
    risks: [...part.risks, 'Patches, backups and fail-over are your own work.'],
  });
}

function commonOf(part: Part) {
  return {
    key: part.key,
    reasons: part.reasons,
    restsOn: part.restsOn,
    serves: part.serves,
    benefits: part.benefits,
    businessImpact: part.businessImpact,
    tags: part.tags,
    priority: part.priority,
    category: part.category,
    pillar: part.pillar,
  };
}

import {
  type Catalogue,
  CATALOGUE_PROVIDERS,
  type CatalogueProvider,
  type Programme,
  type ServiceCategory,
} from '../catalogue/catalogue.types.js';
import { rounded } from './confidence.js';
import type { Placement } from './placement.js';
import type { Answers, ProviderScore } from './situation.js';
import { preferredName, PROGRAMME_NAMES, PROVIDER_NAMES } from './names.js';

export type Placements = Readonly<Record<CatalogueProvider, Placement>>;

interface Factor {
  readonly weight: number;
  readonly scores: Readonly<Record<CatalogueProvider, number>>;
  readonly reason: (provider: CatalogueProvider) => string | null;
}

const NEUTRAL = 0.5;
const PREFERENCE_WEIGHT = 0.35;
const CURRENT_WEIGHT = 0.2;
const COMPLIANCE_WEIGHT = 0.15;
const REGION_WEIGHT = 0.15;
const FIT_WEIGHT = 0.1;
const PRICE_WEIGHT = { low: 0.1, medium: 0.15, high: 0.25 } as const;
const MOST_EXPERTISE = 5;
const USUAL_EXPERTISE = 3;

/**
 * The providers, best first: the weighted mean of what was preferred, what is used, compliance, price, place and fit. One
 * without a region that may be used scores 0. Nothing here looks at the load: more users never change the provider.
 */
export function providerScores(
  answers: Answers,
  preferred: readonly string[],
  programmes: readonly Programme[],
  catalogue: Catalogue,
  placements: Placements,
): readonly ProviderScore[] {
  const factors = [
    preference(preferred),
    current(answers),
    compliance(programmes, catalogue),
    price(answers, placements),
    place(answers, placements),
    workloadFit(answers, catalogue, placements),
  ];
  const weights = factors.reduce((sum, factor) => sum + factor.weight, 0);
  return CATALOGUE_PROVIDERS.map((provider): ProviderScore => {
    const { region, reasons } = placements[provider];
    if (region === null) return { provider, score: 0, reasons };
    const sum = factors.reduce((total, factor) => total + factor.weight * factor.scores[provider], 0);
    return {
      provider,
      score: rounded(sum / weights),
      reasons: factors.map((factor) => factor.reason(provider)).filter((reason) => reason !== null),
    };
  }).toSorted((a, b) => b.score - a.score || order(a.provider) - order(b.provider));
}

function preference(preferred: readonly string[]): Factor {
  return {
    weight: PREFERENCE_WEIGHT,
    scores: each((provider) => (preferred.length === 0 ? NEUTRAL : Number(preferred.includes(provider)))),
    reason: (provider) => {
      if (preferred.length === 0) return null;
      const is = preferred.includes(provider) ? 'is' : 'is not';
      return `Cloud provider preference is ${preferred.map(preferredName).join(', ')}: ${PROVIDER_NAMES[provider]} ${is} among them.`;
    },
  };
}

/** What is in use counts the more, the less a team knows of clouds: a new one is learnt at the price of months. */
function current({ business, technical }: Answers): Factor {
  const named = technical.current_cloud_providers ?? [];
  const used = CATALOGUE_PROVIDERS.filter((provider) => named.some((name) => isProvider(name, provider)));
  const expertise = business.team_structure?.cloud_expertise_level ?? USUAL_EXPERTISE;
  return {
    weight: (CURRENT_WEIGHT * (MOST_EXPERTISE + 1 - expertise)) / MOST_EXPERTISE,
    scores: each((provider) => (used.length === 0 ? NEUTRAL : Number(used.includes(provider)))),
    reason: (provider) =>
      used.includes(provider)
        ? `${PROVIDER_NAMES[provider]} is in use today, and the team rates its cloud expertise ${expertise} of ${MOST_EXPERTISE}.`
        : null,
  };
}

const ALSO_CALLED: Readonly<Record<CatalogueProvider, RegExp>> = {
  aws: /\b(aws|amazon|ec2)\b/i,
  azure: /\b(azure|microsoft)\b/i,
  gcp: /\b(gcp|google)\b/i,
};

function isProvider(name: string, provider: CatalogueProvider): boolean {
  return ALSO_CALLED[provider].test(name);
}

function compliance(programmes: readonly Programme[], catalogue: Catalogue): Factor {
  const scores = each((provider) => {
    const services = catalogue.services.filter((service) => service.provider === provider);
    if (programmes.length === 0 || services.length === 0) return NEUTRAL;
    const covered = programmes.map(
      (programme) =>
        services.filter((service) => service.programmes.includes(programme)).length / services.length,
    );
    return covered.reduce((sum, share) => sum + share, 0) / programmes.length;
  });
  return {
    weight: COMPLIANCE_WEIGHT,
    scores,
    reason: (provider) =>
      programmes.length === 0
        ? null
        : `${Math.round(scores[provider] * 100)} percent of the catalogue's services of ${PROVIDER_NAMES[provider]} are in scope of ${programmes.map((programme) => PROGRAMME_NAMES[programme]).join(', ')}.`,
  };
}

function price({ business }: Answers, placements: Placements): Factor {
  const thrift = business.budget_constraints?.cost_optimization_priority ?? 'medium';
  const known = CATALOGUE_PROVIDERS.flatMap((provider) => placements[provider].referencePrice ?? []);
  const cheapest = known.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null;
  const scores = each((provider) => {
    const own = placements[provider].referencePrice;
    return own === null || own === 0n || cheapest === null ? 0 : Number(cheapest) / Number(own);
  });
  return {
    weight: PRICE_WEIGHT[thrift],
    scores,
    reason: (provider) => {
      const { region, referencePrice } = placements[provider];
      if (region === null || referencePrice === null) return null;
      const more = Math.round((1 / scores[provider] - 1) * 100);
      return more === 0
        ? `4 vCPU and 16 GiB cost least at ${PROVIDER_NAMES[provider]} in ${region.name}.`
        : `4 vCPU and 16 GiB cost ${more} percent more at ${PROVIDER_NAMES[provider]} in ${region.name} than at the cheapest.`;
    },
  };
}

function place({ technical }: Answers, placements: Placements): Factor {
  const wanted = technical.scalability_requirements?.planned_regions ?? [];
  const mostPlanned = 3; // the very region, as placementOf counts
  return {
    weight: REGION_WEIGHT,
    scores: each((provider) => (wanted.length === 0 ? NEUTRAL : placements[provider].planned / mostPlanned)),
    reason: (provider) => (wanted.length === 0 ? null : (placements[provider].reasons.at(-1) ?? null)),
  };
}

const NEEDED: Readonly<Record<string, readonly ServiceCategory[]>> = {
  web_application: ['compute', 'load_balancing', 'cdn'],
  api_service: ['compute', 'load_balancing', 'cache'],
  data_processing: ['streaming', 'queue', 'object_storage'],
  machine_learning: ['machine_learning', 'object_storage'],
  database: ['relational_database', 'backup'],
  analytics: ['data_warehouse', 'object_storage'],
  iot: ['streaming', 'queue', 'document_database'],
  mobile_backend: ['serverless', 'document_database', 'cdn'],
  microservices: ['containers', 'queue'],
};

/** What is at home with one provider: software that it makes, or runs best. */
const AT_HOME: Readonly<Record<CatalogueProvider, RegExp>> = {
  aws: /\b(dynamodb|aurora|redshift|documentdb|neptune|athena)\b/i,
  azure: /(\bc#|\bf#|\.net\b|\bsql server\b|\bmssql\b|\bcosmos ?db\b|\bsynapse\b|\bvb\b)/i,
  gcp: /\b(bigquery|firestore|spanner|bigtable|firebase)\b/i,
};

function workloadFit({ technical }: Answers, catalogue: Catalogue, placements: Placements): Factor {
  const needed = [...new Set((technical.workload_types ?? []).flatMap((workload) => NEEDED[workload] ?? []))];
  const software = [
    ...(technical.database_preferences ?? []),
    ...(technical.preferred_programming_languages ?? []),
  ];
  const atHome = (provider: CatalogueProvider) => software.filter((name) => AT_HOME[provider].test(name));
  const claimed = CATALOGUE_PROVIDERS.some((provider) => atHome(provider).length > 0);
  const scores = each((provider) => {
    const region = placements[provider].region?.name;
    const offered = needed.filter((category) =>
      catalogue
        .ofCategory(provider, category)
        .some((service) => region === undefined || catalogue.isOffered(service, region)),
    );
    const breadth = needed.length === 0 ? NEUTRAL : offered.length / needed.length;
    return claimed ? (breadth + Number(atHome(provider).length > 0)) / 2 : breadth;
  });
  return {
    weight: FIT_WEIGHT,
    scores,
    reason: (provider) => {
      const names = atHome(provider);
      return names.length === 0
        ? null
        : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} at home with ${PROVIDER_NAMES[provider]}.`;
    },
  };
}

function each(score: (provider: CatalogueProvider) => number): Record<CatalogueProvider, number> {
  return { aws: score('aws'), azure: score('azure'), gcp: score('gcp') };
}

function order(provider: CatalogueProvider): number {
  return CATALOGUE_PROVIDERS.indexOf(provider);
}

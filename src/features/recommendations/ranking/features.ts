import { createHash } from 'node:crypto';
import type { Assessment, BusinessRequirements } from '../../assessments/index.js';
import { AGENT_NAMES } from '../agents/agent-names.js';
import { PILLARS, type Recommendation, RECOMMENDATION_CATEGORIES } from '../recommendation.js';
import { budgetOf } from './budget.js';
import { priorityLevel, share } from './prior.js';

/** What a model sees of a pair of assessment and recommendation: as long as {@link FEATURE_NAMES}, each 0 to 1. */
export type Features = readonly number[];

type Assessed = Pick<Assessment, 'priority' | 'business_requirements'>;
type Feature = (recommendation: Recommendation, assessment: Assessed) => number;

/** What is not known is neither good nor bad. */
const UNKNOWN = 0.5;
/** So many hours of setting up are half of the feature's range. */
const HALF_EFFORT_HOURS = 80;
const COMPLEXITY = { low: 0, medium: 0.5, high: 1 } as const;
/** An expertise of this level or less makes what is complex a burden. */
const BEGINNER_LEVEL = 2;

const REGULATED = new Set(['healthcare', 'finance', 'government']);
const SMALL = new Set(['startup', 'small']);
const LARGE = new Set(['large', 'enterprise']);

/** One-hot: 1 for the value that it has, 0 for the others. */
const oneHot = <Value extends string>(
  prefix: string,
  values: readonly Value[],
  of: (recommendation: Recommendation) => Value,
): Record<string, Feature> =>
  Object.fromEntries(
    values.map((value) => [`${prefix}:${value}`, (recommendation) => Number(of(recommendation) === value)]),
  );

/** Figures of the pair, 0 to 1. */
const figures: Record<string, Feature> = {
  /** 1: as urgent as the assessment; 0: the opposite. */
  priority_match: ({ priority }, assessment) =>
    1 - Math.abs(priorityLevel(priority) - priorityLevel(assessment.priority)),
  confidence: ({ confidence_score }) => share(confidence_score),
  alignment: ({ alignment_score }) => share(alignment_score),
  /** Of the monthly budget; 1: all of it or more. */
  relative_cost: (recommendation, assessment) => relativeCost(recommendation, assessment),
  costs_nothing: ({ total_estimated_monthly_cost }) => Number(dollars(total_estimated_monthly_cost) === 0),
  /** Share of the services that are of a preferred provider. */
  provider_match: ({ recommended_services: services }, { business_requirements: business }) => {
    const preferred: readonly string[] = business?.cloud_provider_preference ?? [];
    if (preferred.length === 0 || services.length === 0) return UNKNOWN;
    return services.filter(({ provider }) => preferred.includes(provider)).length / services.length;
  },
  /** Mean of its services. */
  setup_complexity: (recommendation) => complexityOf(recommendation),
  /** Saturates: 80 hours are 0.5. */
  effort: ({ recommended_services }) => {
    const hours = recommended_services.reduce((sum, each) => sum + each.implementation_time_hours, 0);
    return share(hours / (hours + HALF_EFFORT_HOURS));
  },
};

/** Where the same recommendation is worth more to some than to others; a figure, or 0 for all who are not meant. */
const crosses: Record<string, Feature> = {
  'regulated*protection': ({ category, pillar }, { business_requirements: business }) =>
    Number(has(REGULATED, business?.industry) && (pillar === 'security' || category === 'compliance')),
  'small*relative_cost': (recommendation, assessment) =>
    has(SMALL, sizeOf(assessment)) ? relativeCost(recommendation, assessment) : 0,
  'small*setup_complexity': (recommendation, assessment) =>
    has(SMALL, sizeOf(assessment)) ? complexityOf(recommendation) : 0,
  'large*reliability': ({ pillar }, assessment) =>
    Number(has(LARGE, sizeOf(assessment)) && pillar === 'reliability'),
  'thrift*relative_cost': (recommendation, assessment) =>
    assessment.business_requirements?.budget_constraints?.cost_optimization_priority === 'high'
      ? relativeCost(recommendation, assessment)
      : 0,
  'beginner*setup_complexity': (recommendation, { business_requirements: business }) =>
    (business?.team_structure?.cloud_expertise_level ?? Infinity) <= BEGINNER_LEVEL
      ? complexityOf(recommendation)
      : 0,
};

const table = Object.entries({
  ...oneHot('agent', AGENT_NAMES, ({ agent_name }) => agent_name),
  ...oneHot('category', RECOMMENDATION_CATEGORIES, ({ category }) => category),
  ...oneHot('pillar', PILLARS, ({ pillar }) => pillar),
  ...figures,
  ...crosses,
});

/** The names, in the order of the values. */
export const FEATURE_NAMES: readonly string[] = table.map(([name]) => name);

/** Names the table: what was shown under another one cannot be learned from any more. */
export const FEATURE_SET = createHash('sha256').update(FEATURE_NAMES.join()).digest('hex').slice(0, 12);

/** The same pair has the same features, in every process. */
export function featuresOf(assessment: Assessed, recommendation: Recommendation): Features {
  return table.map(([, feature]) => feature(recommendation, assessment));
}

function relativeCost(recommendation: Recommendation, { business_requirements }: Assessed): number {
  const budget = budgetOf(business_requirements?.budget_constraints);
  if (budget === null) return UNKNOWN;
  const cost = dollars(recommendation.total_estimated_monthly_cost);
  return budget === 0 ? Number(cost > 0) : share(cost / budget);
}

/** For a share only: nobody is shown this number, so that it need not be exact. */
function dollars(amount: string): number {
  return Number(amount);
}

function complexityOf({ recommended_services: services }: Recommendation): number {
  if (services.length === 0) return 0;
  return services.reduce((sum, each) => sum + COMPLEXITY[each.setup_complexity], 0) / services.length;
}

function sizeOf({ business_requirements }: Assessed): BusinessRequirements['company_size'] {
  return business_requirements?.company_size;
}

function has(words: ReadonlySet<string>, word: string | null | undefined): boolean {
  return word !== null && word !== undefined && words.has(word);
}

import { shareOf, type Usd, usd } from '../../../kernel/money.js';
import type { BusinessRequirements, Priority, TechnicalRequirements } from '../../assessments/index.js';
import {
  type Catalogue,
  type CatalogueProvider,
  type Programme,
  PROGRAMMES,
} from '../catalogue/catalogue.types.js';
import type { Provider } from '../recommendation.js';
import { sizeOf } from '../sizing/sizing.js';
import { type AnswerPath, missing } from './answer-paths.js';
import { architectureFor } from './architecture.js';
import { normalised } from './normalise.js';
import { placementOf } from './placement.js';
import { type Placements, providerScores } from './provider-scores.js';
import type { Answers, Plan, ProviderScore, Situation } from './situation.js';

/** An assessment's answers as they are stored. */
export interface StatedAnswers {
  readonly title: string;
  readonly businessGoal: string | null;
  readonly priority: Priority;
  readonly business: BusinessRequirements | null;
  readonly technical: TechnicalRequirements | null;
}

/** What a run may set over the answers. */
export interface SituationOptions {
  /** Decimal string, US dollars. */
  readonly monthlyBudgetLimit?: string | undefined;
  readonly preferredProviders?: readonly Provider[] | undefined;
}

/** What sizing and plan rest on. */
const RESTS_ON: readonly AnswerPath[] = [
  '/business_requirements/growth_projection/current_users',
  '/business_requirements/growth_projection/projected_users_12m',
  '/business_requirements/budget_constraints/total_budget_range',
  '/business_requirements/budget_constraints/monthly_budget_limit',
  '/business_requirements/budget_constraints/cost_optimization_priority',
  '/business_requirements/team_structure/total_developers',
  '/business_requirements/team_structure/cloud_expertise_level',
  '/business_requirements/compliance_requirements',
  '/business_requirements/data_residency_requirements',
  '/business_requirements/cloud_provider_preference',
  '/business_requirements/multi_cloud_acceptable',
  '/technical_requirements/workload_types',
  '/technical_requirements/deployment_model',
  '/technical_requirements/performance_requirements/api_response_time_ms',
  '/technical_requirements/performance_requirements/requests_per_second',
  '/technical_requirements/performance_requirements/concurrent_users',
  '/technical_requirements/performance_requirements/uptime_percentage',
  '/technical_requirements/scalability_requirements/current_data_size_gb',
  '/technical_requirements/scalability_requirements/expected_data_growth_rate',
  '/technical_requirements/scalability_requirements/planned_regions',
  '/technical_requirements/preferred_programming_languages',
  '/technical_requirements/current_cloud_providers',
];

/** What all agents look at: the answers in one order, the plan and the sizing. A pure function; missing answers never make it throw. */
export function makeSituation(
  stated: StatedAnswers,
  catalogue: Catalogue,
  options: SituationOptions = {},
): Situation {
  const answers: Answers = {
    title: stated.title,
    businessGoal: stated.businessGoal,
    priority: stated.priority,
    business: normalised(stated.business ?? {}),
    technical: normalised(stated.technical ?? {}),
  };
  const plan = planOf(answers, catalogue, options);
  return {
    answers,
    catalogue,
    plan,
    sizing: sizeOf(answers, catalogue.machines, plan.region),
    questions: missing(answers, RESTS_ON),
  };
}

function planOf(answers: Answers, catalogue: Catalogue, options: SituationOptions): Plan {
  const { business, technical } = answers;
  const placements: Placements = {
    aws: placementOf(answers, catalogue, 'aws'),
    azure: placementOf(answers, catalogue, 'azure'),
    gcp: placementOf(answers, catalogue, 'gcp'),
  };
  const programmes = requiredProgrammes(business);
  const preferred = normalised([...(options.preferredProviders ?? business.cloud_provider_preference ?? [])]);
  const providers = providerScores(answers, preferred, programmes, catalogue, placements);
  const primary = primaryOf(providers);
  const { region, recovery, allowed, reasons } = placements[primary];
  const isOnPremises = technical.deployment_model === 'on_premises';
  return {
    primary,
    secondary: isOnPremises ? null : secondaryOf(answers, providers, primary, placements),
    providers,
    region: isOnPremises ? null : region,
    recoveryRegion: isOnPremises ? null : recovery,
    allowedRegions: allowed,
    regionReasons: isOnPremises
      ? ['Deployment model is on_premises: nothing is placed in a cloud.']
      : region === null
        ? nowhereReasons(placements)
        : reasons,
    programmes,
    machineLearning: (technical.workload_types ?? []).includes('machine_learning'),
    ...architectureFor(answers),
    monthlyBudget: monthlyBudgetOf(business, options),
  };
}

function requiredProgrammes(business: BusinessRequirements): readonly Programme[] {
  const required: readonly string[] = business.compliance_requirements ?? [];
  return PROGRAMMES.filter((programme) => required.includes(programme)).toSorted();
}

function primaryOf(providers: readonly ProviderScore[]): CatalogueProvider {
  return providers[0]?.provider ?? 'aws'; // there are always three
}

/** Both are needed: that several clouds may be used, and that the deployment asks for it. Two preferred ones are a choice, no order for two. */
function secondaryOf(
  { business, technical }: Answers,
  providers: readonly ProviderScore[],
  primary: CatalogueProvider,
  placements: Placements,
): CatalogueProvider | null {
  if (business.multi_cloud_acceptable !== true || technical.deployment_model !== 'multi_cloud') return null;
  const other = providers.find(
    ({ provider }) => provider !== primary && placements[provider].region !== null,
  );
  return other?.provider ?? null;
}

function nowhereReasons(placements: Placements): readonly string[] {
  return [...placements.aws.reasons, ...placements.azure.reasons, ...placements.gcp.reasons];
}

/** The upper ends of the ranges, US dollars a year; the last has none. */
const UPPER_ENDS = {
  under_10k: '10000',
  '10k_50k': '50000',
  '50k_100k': '100000',
  '100k_500k': '500000',
  '500k_1m': '1000000',
  over_1m: null,
} as const;
const MONTHS_PER_YEAR = 12;

function monthlyBudgetOf(
  { budget_constraints: budget }: BusinessRequirements,
  options: SituationOptions,
): Usd | null {
  const limit = options.monthlyBudgetLimit ?? budget?.monthly_budget_limit ?? null;
  if (limit !== null) return usd(limit);
  const upper = budget?.total_budget_range ? UPPER_ENDS[budget.total_budget_range] : null;
  return upper === null ? null : shareOf(usd(upper), 1, MONTHS_PER_YEAR);
}

import type { BusinessRequirements, Priority, TechnicalRequirements } from '../../assessments/index.js';
import type { Catalogue, CatalogueProvider, CloudRegion, Programme } from '../catalogue/catalogue.types.js';
import type { Usd } from '../../../kernel/money.js';
import type { OpenQuestion } from './open-question.js';
import type { Sizing } from '../sizing/sizing.types.js';

/** The answers of an assessment; lists without doubles and in one order, so that the order they came in changes nothing. */
export interface Answers {
  readonly title: string;
  readonly businessGoal: string | null;
  readonly priority: Priority;
  readonly business: BusinessRequirements;
  readonly technical: TechnicalRequirements;
}

/** How a provider was judged; the scores of all three are comparable. */
export interface ProviderScore {
  readonly provider: CatalogueProvider;
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
}

/**
 * What all agents agree on, decided once: so they cannot contradict each other. A primary region of null: no region of any
 * provider satisfies the residency requirement (or it is to run on premises), and nothing may be placed in a cloud.
 */
export interface Plan {
  readonly primary: CatalogueProvider;
  /** Only where several clouds are acceptable and asked for. */
  readonly secondary: CatalogueProvider | null;
  /** Best first, all three. */
  readonly providers: readonly ProviderScore[];
  readonly region: CloudRegion | null;
  /** For recovery, within the residency requirement; null where there is no second one. */
  readonly recoveryRegion: CloudRegion | null;
  /** Every region of the primary provider that the residency requirement allows. */
  readonly allowedRegions: readonly CloudRegion[];
  /** Why the region; sentences. */
  readonly regionReasons: readonly string[];
  /** Required, sorted. */
  readonly programmes: readonly Programme[];
  readonly machineLearning: boolean;
  readonly architecture: 'monolith' | 'modular_monolith' | 'microservices' | 'serverless' | 'event_driven';
  readonly architectureReasons: readonly string[];
  /** What may be spent a month, from the limit or the range; null: nobody said. */
  readonly monthlyBudget: Usd | null;
}

/** Everything that agents look at; made once per run. */
export interface Situation {
  readonly answers: Answers;
  readonly catalogue: Catalogue;
  readonly plan: Plan;
  readonly sizing: Sizing;
  /** Of the answers that sizing and plan rest on, those that are missing. */
  readonly questions: readonly OpenQuestion[];
}

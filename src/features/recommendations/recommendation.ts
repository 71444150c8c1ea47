import type { AssessmentId, Branded, UserId } from '../../kernel/ids.js';
import type { AgentName } from './agents/agent-names.js';

export type RecommendationId = Branded<'RecommendationId'>;

export const PROVIDERS = ['aws', 'azure', 'gcp', 'ibm', 'alibaba', 'multi_cloud'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** The pillars of the Well-Architected frameworks. */
export const PILLARS = [
  'operations',
  'security',
  'reliability',
  'performance',
  'cost',
  'sustainability',
] as const;
export type Pillar = (typeof PILLARS)[number];

export const RECOMMENDATION_CATEGORIES = [
  'strategy',
  'architecture',
  'compute',
  'storage',
  'database',
  'network',
  'security',
  'compliance',
  'reliability',
  'scaling',
  'operations',
  'machine_learning',
  'artificial_intelligence',
  'cost',
  'capacity',
] as const;
export type RecommendationCategory = (typeof RECOMMENDATION_CATEGORIES)[number];

export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
export type RecommendationPriority = (typeof PRIORITIES)[number];

export const CONFIDENCE_LEVELS = ['low', 'medium', 'high', 'very_high'] as const;
export type ConfidenceLevel = (typeof CONFIDENCE_LEVELS)[number];

export const COST_MODELS = ['per_hour', 'per_usage', 'per_month', 'per_user', 'one_time', 'free'] as const;

/** What was weighed and lost. */
export interface Alternative {
  readonly name: string;
  readonly provider: Provider;
  /** Decimal string with two places; null where it is not priced. */
  readonly estimated_monthly_cost: string | null;
  readonly why_not: string;
}

export interface RecommendedService {
  readonly service_name: string;
  readonly provider: Provider;
  readonly service_category: string;
  /** Null where the service is not bound to one (global, or outside a cloud). */
  readonly region: string | null;
  /** Decimal string with two places; 730 hours a month. */
  readonly estimated_monthly_cost: string;
  readonly cost_model: (typeof COST_MODELS)[number];
  /** Flat: what to set it to. */
  readonly configuration: Readonly<Record<string, string | number | boolean>>;
  readonly reasons: readonly string[];
  readonly alternatives: readonly Alternative[];
  readonly setup_complexity: 'low' | 'medium' | 'high';
  readonly implementation_time_hours: number;
}

/** What an agent found: everything of a recommendation that follows from the assessment and the catalogue alone. */
export interface Advice {
  /** Stable within the agent: the same advice has the same name in every run ("primary_compute"). */
  readonly key: string;
  readonly agent_name: AgentName;
  /** One line, at most 200 characters. */
  readonly title: string;
  /** At most 500 characters. */
  readonly summary: string;
  /** Which answers led to it, each a sentence that names the answer and its value. */
  readonly reasons: readonly string[];
  /** 0 to 1, calculated: completeness of the answers it rests on, and the margin over the alternative. */
  readonly confidence_score: number;
  readonly confidence_level: ConfidenceLevel;
  /** What only this kind of advice has (sizing figures, clauses, scenarios, `questions` to ask); JSON values. */
  readonly recommendation_data: Readonly<Record<string, unknown>>;
  readonly recommended_services: readonly RecommendedService[];
  readonly cost_estimates: { readonly monthly: string; readonly yearly: string; readonly one_time: string };
  /** The sum of its services' `estimated_monthly_cost`, to the cent. */
  readonly total_estimated_monthly_cost: string;
  readonly benefits: readonly string[];
  readonly implementation_steps: readonly string[];
  readonly prerequisites: readonly string[];
  readonly risks_and_considerations: readonly string[];
  readonly business_impact: string;
  /** 0 to 1: how much it serves the goals and priorities that were stated. */
  readonly alignment_score: number;
  readonly tags: readonly string[];
  readonly priority: RecommendationPriority;
  readonly category: RecommendationCategory;
  readonly pillar: Pillar;
}

/** The state of an assessment that advice was made from. */
export interface RestsOn {
  /** The assessment's revision, as its run read it. */
  readonly revision: number;
  /** The answers at that time, as a digest: a revision grows with every move of a workflow, too. */
  readonly answers: string;
}

/** A recommendation as the collection holds it; the names are the wire's. */
export interface Recommendation extends Advice {
  readonly id: RecommendationId;
  readonly assessment_id: AssessmentId;
  /** The owner of the assessment: what is judged and summed up by. */
  readonly user_id: UserId;
  readonly created_at: Date;
  readonly updated_at: Date;
  /** The answers that it was made from; unknown of what an earlier version made. */
  readonly rests_on?: RestsOn;
}

import { decimal, sumOf, usd } from '../../kernel/money.js';
import type { UserId } from '../../kernel/ids.js';
import type { Assessment } from '../assessments/index.js';
import { AGENT_NAMES } from './agents/agent-names.js';
import type { RankedList } from './ranking/index.js';
import { type Recommendation, RECOMMENDATION_CATEGORIES } from './recommendation.js';
import type {
  Filters,
  RecommendationAnswer,
  RecommendationList,
  SummaryAnswer,
} from './recommendations.dto.js';
import { standingOf } from './rests-on.js';

const HIGH_CONFIDENCE = 0.8;

/** Whose assessment a list is of: the cache judges hits by it, and JSON leaves symbols out. */
const OWNER = Symbol('owner');

/** A list as it is answered, and whose it is. */
export type OwnedList = RecommendationList & { readonly [OWNER]: UserId };

export function ownerOf(list: OwnedList): UserId {
  return list[OWNER];
}

/** The one shape of a recommendation on the wire. */
export function toAnswer(recommendation: Recommendation): RecommendationAnswer {
  return {
    id: recommendation.id,
    assessment_id: recommendation.assessment_id,
    agent_name: recommendation.agent_name,
    title: recommendation.title,
    summary: recommendation.summary,
    reasons: [...recommendation.reasons],
    confidence_level: recommendation.confidence_level,
    confidence_score: recommendation.confidence_score,
    recommendation_data: { ...recommendation.recommendation_data },
    recommended_services: recommendation.recommended_services.map(serviceAnswer),
    cost_estimates: {
      monthly: recommendation.cost_estimates.monthly,
      yearly: recommendation.cost_estimates.yearly,
      one_time: recommendation.cost_estimates.one_time,
    },
    total_estimated_monthly_cost: recommendation.total_estimated_monthly_cost,
    benefits: [...recommendation.benefits],
    implementation_steps: [...recommendation.implementation_steps],
    prerequisites: [...recommendation.prerequisites],
    risks_and_considerations: [...recommendation.risks_and_considerations],
    business_impact: recommendation.business_impact,
    alignment_score: recommendation.alignment_score,
    tags: [...recommendation.tags],
    priority: recommendation.priority,
    category: recommendation.category,
    pillar: recommendation.pillar,
    created_at: recommendation.created_at.toISOString(),
    updated_at: recommendation.updated_at.toISOString(),
  };
}

/**
 * An assessment's list. The whole list is ranked and then narrowed, so what is left stands in the order in which it stands
 * in the whole; `diversity_score` and the model are the whole list's.
 */
export function toList(assessment: Assessment, ranked: RankedList, filters: Filters): OwnedList {
  const shown = ranked.recommendations.filter((each) => fits(each, filters));
  return {
    recommendations: shown.map(toAnswer),
    total: shown.length,
    assessment_id: assessment.id,
    summary: { ...summaryOf(shown, ranked, filters), ...standingOf(shown, assessment) },
    [OWNER]: assessment.user_id,
  };
}

export function summaryOf(
  shown: readonly Recommendation[],
  { model, diversityScore }: Pick<RankedList, 'model' | 'diversityScore'>,
  filters: Filters,
): Omit<SummaryAnswer, 'assessment_revision' | 'assessment_changed_since'> {
  const costs = shown.map(({ total_estimated_monthly_cost }) => usd(total_estimated_monthly_cost));
  return {
    total_recommendations: shown.length,
    high_confidence_count: shown.filter(({ confidence_score }) => confidence_score >= HIGH_CONFIDENCE).length,
    total_estimated_cost: decimal(sumOf(costs)),
    agents_involved: AGENT_NAMES.filter((name) => shown.some(({ agent_name }) => agent_name === name)),
    categories: RECOMMENDATION_CATEGORIES.filter((name) => shown.some(({ category }) => category === name)),
    ml_ranking_applied: model.applied,
    ranking_model: { version: model.version, observations: model.observations },
    diversity_score: diversityScore,
    filtered_by: {
      agent_filter: filters.agent_filter ?? null,
      confidence_min: filters.confidence_min ?? null,
      category_filter: filters.category_filter ?? null,
    },
  };
}

function fits(
  { agent_name, confidence_score, category }: Recommendation,
  { agent_filter: agent, confidence_min: confidence, category_filter: wanted }: Filters,
): boolean {
  return (
    (agent === undefined || agent_name === agent) &&
    (confidence === undefined || confidence_score >= confidence) &&
    (wanted === undefined || category === wanted)
  );
}

function serviceAnswer(
  service: Recommendation['recommended_services'][number],
): RecommendationAnswer['recommended_services'][number] {
  return {
    service_name: service.service_name,
    provider: service.provider,
    service_category: service.service_category,
    region: service.region,
    estimated_monthly_cost: service.estimated_monthly_cost,
    cost_model: service.cost_model,
    configuration: { ...service.configuration },
    reasons: [...service.reasons],
    alternatives: service.alternatives.map(({ name, provider, estimated_monthly_cost, why_not }) => ({
      name,
      provider,
      estimated_monthly_cost,
      why_not,
    })),
    setup_complexity: service.setup_complexity,
    implementation_time_hours: service.implementation_time_hours,
  };
}

import type { Assessment } from '../../assessments/index.js';
import type { Recommendation } from '../recommendation.js';
import { diversify, diversityOf } from './diversify.js';
import { type Features, featuresOf } from './features.js';
import { deltaOf, type RankingModel, weightVector } from './model.js';
import { priorOf } from './prior.js';

/** A recommendation and what the model saw of it. */
export interface Placed {
  readonly recommendation: Recommendation;
  readonly features: Features;
}

export interface Order {
  /** Best first. */
  readonly places: readonly Placed[];
  /** 0 to 1; see `diversityOf`. */
  readonly diversityScore: number;
}

/**
 * The order in which an assessment's list is shown: by the calculated score and what the model adds to it, then for variety.
 * A pure function of its arguments; the order in which the recommendations come changes nothing.
 */
export function orderOf(
  assessment: Pick<Assessment, 'priority' | 'business_requirements'>,
  recommendations: readonly Recommendation[],
  model: RankingModel,
): Order {
  const vector = weightVector(model);
  const candidates = recommendations
    .map((recommendation) => {
      const features = featuresOf(assessment, recommendation);
      const relevance = priorOf(recommendation) + deltaOf(vector, features);
      return { item: { ...kindOf(recommendation), recommendation, features }, relevance };
    })
    .toSorted((a, b) => b.relevance - a.relevance || byName(a.item.recommendation, b.item.recommendation));
  const places = diversify(candidates);
  return {
    places: places.map(({ recommendation, features }) => ({ recommendation, features })),
    diversityScore: diversityOf(places),
  };
}

function kindOf({ agent_name, category, recommended_services }: Recommendation) {
  return { agent_name, category, recommended_services };
}

/** Equal scores stand in one order in every process. */
function byName(one: Recommendation, other: Recommendation): number {
  const [a = '', b = ''] = [one, other].map(({ agent_name, key, id }) => `${agent_name} ${key} ${id}`);
  return a < b ? -1 : Number(a > b);
}

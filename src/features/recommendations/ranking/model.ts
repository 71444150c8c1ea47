import { FEATURE_NAMES, type Features } from './features.js';

/** A version of the model: how far each feature moves a recommendation from its calculated score. */
export interface RankingModel {
  /** From 1, one more with every version; 0: there is none yet. */
  readonly version: number;
  /** How many interactions it was made of. */
  readonly observations: number;
  /** By the feature's name; one that is missing is 0, one of a feature that is no more counts nothing. */
  readonly weights: Readonly<Record<string, number>>;
}

/** No weight is ever further from 0: so much can one feature move a score, which is 0 to 1 before. */
export const WEIGHT_LIMIT = 0.5;

/** Nothing is learned yet: the order is that of the calculated score. */
export const NO_MODEL: RankingModel = { version: 0, observations: 0, weights: {} };

/** The weights in the order of the features. */
export function weightVector({ weights }: RankingModel): readonly number[] {
  return FEATURE_NAMES.map((name) => weights[name] ?? 0);
}

/** @param vector as long as the features */
export function namedWeights(vector: readonly number[]): Record<string, number> {
  return Object.fromEntries(FEATURE_NAMES.map((name, index) => [name, vector[index] ?? 0]));
}

/** What the weights add to a calculated score. */
export function deltaOf(vector: readonly number[], features: Features): number {
  let sum = 0;
  for (let i = 0; i < features.length; i += 1) sum += (vector[i] ?? 0) * (features[i] ?? 0);
  return sum;
}

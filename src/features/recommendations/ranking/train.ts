import { FEATURE_NAMES } from './features.js';
import { deltaOf, namedWeights, type RankingModel, WEIGHT_LIMIT } from './model.js';
import { type Observation, type Weighed, type WeighingOptions, weigh } from './observation.js';
import { trustOf } from './trust.js';

/**
 * How far one observation of weight 1 moves the weights. Small enough that no step widens the distance between two models
 * (the loss is convex and smooth: Hardt, Recht & Singer 2016, lemma 3.7), so that what a user did moves the end no further
 * than the sum of his own steps, which his limit bounds.
 */
const LEARNING_RATE = 0.003;
/** Pull of each weight towards 0 with every observation (L2). */
const L2 = 0.05;
/** A weight is kept to so many places: enough for any order, and the same figures on every machine. */
const PLACES = 1e6;

/**
 * A version's weights: pairwise logistic steps over the observations, the oldest first, beginning from 0. A click says that
 * its recommendation is preferred to each of the others in its list (as in the propensity-weighted ranking SVM of Joachims
 * et al. 2017, with the logistic loss); what the observations do not agree on is taken back.
 * @param observations the oldest first; the same ones give the same weights
 */
export function train(
  observations: readonly Observation[],
  options: WeighingOptions = { correctBias: true },
): Omit<RankingModel, 'version'> {
  const weighed = weigh(observations, options);
  const vector = FEATURE_NAMES.map(() => 0);
  for (const each of weighed) step(vector, each);
  const trust = trustOf(weighed);
  return {
    observations: observations.length,
    weights: namedWeights(vector.map((weight, index) => rounded(weight * (trust[index] ?? 0)))),
  };
}

/** One step along the mean gradient of the pairs (this one, another one of the list). */
function step(vector: number[], { observation: { list, place, gain }, weight }: Weighed): void {
  const chosen = list[place];
  if (chosen === undefined || list.length < 2 || weight === 0) return;
  const sign = Math.sign(gain);
  const score = deltaOf(vector, chosen);
  const pull = vector.map(() => 0);
  list.forEach((other, index) => {
    if (index === place) return;
    const surprise = sign / (1 + Math.exp(sign * (score - deltaOf(vector, other)))) / (list.length - 1);
    for (let i = 0; i < pull.length; i += 1) {
      pull[i] = (pull[i] ?? 0) + surprise * ((chosen[i] ?? 0) - (other[i] ?? 0));
    }
  });
  const rate = LEARNING_RATE * weight;
  for (let i = 0; i < vector.length; i += 1) {
    vector[i] = clipped((vector[i] ?? 0) * (1 - rate * L2) + rate * (pull[i] ?? 0));
  }
}

function clipped(weight: number): number {
  return Math.max(-WEIGHT_LIMIT, Math.min(WEIGHT_LIMIT, weight));
}

function rounded(weight: number): number {
  return Math.round(weight * PLACES) / PLACES;
}

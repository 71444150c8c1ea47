import { FEATURE_NAMES } from './features.js';
import { FlatList } from './flat-list.js';
import { namedWeights, type RankingModel, WEIGHT_LIMIT } from './model.js';
import {
  type Observation,
  type ShownFeatures,
  type Weighed,
  type WeighingOptions,
  weigh,
} from './observation.js';
import { trustOf, type Voice } from './trust.js';

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
  const flat = new Map<ShownFeatures, FlatList>();
  const voices = weigh(observations, options).map((weighed) => voiceOf(weighed, flat));
  const vector = new Float64Array(FEATURE_NAMES.length);
  for (const voice of voices) step(vector, voice);
  const trust = trustOf(voices);
  return {
    observations: observations.length,
    weights: namedWeights(Array.from(vector, (weight, index) => rounded(weight * (trust[index] ?? 0)))),
  };
}

function voiceOf({ observation, weight }: Weighed, flat: Map<ShownFeatures, FlatList>): Voice {
  const { userId, place, gain } = observation;
  let list = flat.get(observation.list);
  if (list === undefined) flat.set(observation.list, (list = new FlatList(observation.list)));
  const isSaid = list.size > 1 && place < list.size && gain !== 0;
  return { userId, list, place, sign: Math.sign(gain), weight: isSaid ? weight : 0 };
}

/** One step along the mean gradient of the pairs (this one, another one of the list). */
function step(vector: Float64Array, { list, place, sign, weight }: Voice): void {
  if (weight === 0) return;
  const score = list.score(vector, place);
  const pull = new Float64Array(vector.length);
  let total = 0;
  for (let other = 0; other < list.size; other += 1) {
    if (other === place) continue;
    const surprise = sign / (1 + Math.exp(sign * (score - list.score(vector, other)))) / (list.size - 1);
    list.addTo(pull, other, -surprise);
    total += surprise;
  }
  list.addTo(pull, place, total);
  const rate = LEARNING_RATE * weight;
  vector.forEach((known, i) => {
    vector[i] = clipped(known * (1 - rate * L2) + rate * (pull[i] ?? 0));
  });
}

function clipped(weight: number): number {
  return Math.max(-WEIGHT_LIMIT, Math.min(WEIGHT_LIMIT, weight));
}

function rounded(weight: number): number {
  return Math.round(weight * PLACES) / PLACES;
}

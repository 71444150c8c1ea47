import type { Features } from './features.js';
import { propensityOf } from './propensity.js';

/** A list as it was shown: the features of its recommendations, the first on top. */
export type ShownFeatures = readonly Features[];

/** Something that a user did with one place of a list that was shown. */
export interface Observation {
  readonly userId: string;
  readonly list: ShownFeatures;
  /** Place in the list, from 0. */
  readonly place: number;
  /** Positive: for it; negative: against it. */
  readonly gain: number;
  /** False where nobody knows that the list was seen in this order: then the place says nothing. */
  readonly positionKnown: boolean;
}

/** An observation and how much it counts. */
export interface Weighed {
  readonly observation: Observation;
  readonly weight: number;
}

export interface WeighingOptions {
  /** False only to show what the correction is worth: then all positions weigh alike, together as much as with it. */
  readonly correctBias: boolean;
}

/**
 * The weight of all that one user did, at most: about as much as twenty clicks on places that half of the people look at.
 * Whoever does more has each of his interactions count less.
 */
const USER_LIMIT = 40;

/** Gain by inverse propensity (Joachims et al. 2017), and no user above his limit. */
export function weigh(
  observations: readonly Observation[],
  { correctBias }: WeighingOptions,
): readonly Weighed[] {
  const corrections = observations.map(correctionOf);
  const even = corrections.reduce((sum, correction) => sum + correction, 0) / observations.length;
  const weighed = observations.map((observation, index) => ({
    observation,
    weight: Math.abs(observation.gain) * (correctBias ? (corrections[index] ?? 0) : even),
  }));
  const sums = new Map<string, number>();
  for (const { observation, weight } of weighed) {
    sums.set(observation.userId, (sums.get(observation.userId) ?? 0) + weight);
  }
  return weighed.map(({ observation, weight }) => ({
    observation,
    weight: weight * Math.min(1, USER_LIMIT / (sums.get(observation.userId) || 1)),
  }));
}

function correctionOf({ place, positionKnown }: Observation): number {
  return positionKnown ? 1 / propensityOf(place + 1) : 1;
}

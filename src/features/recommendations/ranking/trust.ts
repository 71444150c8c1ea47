import { FEATURE_NAMES } from './features.js';
import type { Weighed } from './observation.js';

/**
 * How many standard errors, squared, what is said of a feature must be above nothing before it counts at all. With 4, two
 * standard errors: what people do at random passes as rarely as in a test at the 5 % level.
 */
const DOUBT = 4;

/**
 * How far what was said of each feature can be believed, 0 to 1: `1 - 4 * variance / sum²`, never negative (positive-part
 * shrinkage, James & Stein 1961, by feature). One voice is what one user said of one recommendation in one list: of those
 * that agree the trust grows with their number, those that contradict each other leave the feature where the calculated
 * score has it.
 */
export function trustOf(weighed: readonly Weighed[]): readonly number[] {
  const voices = new Map<string, number[]>();
  for (const { observation, weight } of weighed) {
    const { userId, list, place, gain } = observation;
    const chosen = list[place];
    if (chosen === undefined) continue;
    const name = `${userId} ${chosen.join()}`;
    const voice = voices.get(name) ?? FEATURE_NAMES.map(() => 0);
    voices.set(name, voice);
    const mean = meanOf(list);
    for (let i = 0; i < voice.length; i += 1) {
      voice[i] = (voice[i] ?? 0) + Math.sign(gain) * weight * ((chosen[i] ?? 0) - (mean[i] ?? 0));
    }
  }
  return FEATURE_NAMES.map((_, index) => trustIn([...voices.values()].map((voice) => voice[index] ?? 0)));
}

function trustIn(said: readonly number[]): number {
  let sum = 0;
  let squares = 0;
  for (const each of said) {
    sum += each;
    squares += each ** 2;
  }
  return sum === 0 ? 0 : Math.max(0, 1 - (DOUBT * squares) / sum ** 2);
}

const means = new WeakMap<readonly (readonly number[])[], readonly number[]>();

/** Once a list: many interactions have the same one. */
function meanOf(list: readonly (readonly number[])[]): readonly number[] {
  let mean = means.get(list);
  if (mean === undefined) {
    mean = FEATURE_NAMES.map(
      (_, index) => list.reduce((sum, features) => sum + (features[index] ?? 0), 0) / list.length,
    );
    means.set(list, mean);
  }
  return mean;
}

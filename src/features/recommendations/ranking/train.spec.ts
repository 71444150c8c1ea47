import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDue } from './batching.js';
import { FEATURE_NAMES } from './features.js';
import { gainOf } from './interaction.js';
import { deltaOf, namedWeights, NO_MODEL, WEIGHT_LIMIT, weightVector } from './model.js';
import { type Observation, weigh } from './observation.js';
import { propensityOf } from './propensity.js';
import { train } from './train.js';

const WIDTH = FEATURE_NAMES.length;
const hot = (...on: readonly number[]) => FEATURE_NAMES.map((_, index) => Number(on.includes(index)));
const observation = fc.record({
  userId: fc.constantFrom('ada', 'bob', 'cem'),
  list: fc.array(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: WIDTH, maxLength: WIDTH }),
    { minLength: 1, maxLength: 6 },
  ),
  place: fc.nat(6),
  gain: fc.constantFrom(-2, -1, 0, 0.1, 1, 4),
  positionKnown: fc.boolean(),
});
const by = (userId: string, place: number, fields: Partial<Observation> = {}): Observation => ({
  userId,
  list: [hot(0), hot(1), hot(2)],
  place,
  gain: 1,
  positionKnown: true,
  ...fields,
});
const people = (count: number, of: (name: string) => Observation) =>
  Array.from({ length: count }, (_, index) => of(`person ${index}`));

describe('training', () => {
  it('keeps every weight finite and within its bounds, and the same for the same observations', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 30 }), (observations) => {
        const { weights } = train(observations);
        for (const weight of Object.values(weights))
          expect(Math.abs(weight)).toBeLessThanOrEqual(WEIGHT_LIMIT);
        expect(train(observations).weights).toEqual(weights);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps its bounds against thousands who all do the most', () => {
    const { weights, observations } = train(people(5_000, (name) => by(name, 2, { gain: 4 })));
    expect(observations).toBe(5_000);
    const largest = Math.max(...Object.values(weights).map(Math.abs));
    expect(largest).toBeLessThanOrEqual(WEIGHT_LIMIT);
    expect(largest).toBeGreaterThan(WEIGHT_LIMIT / 2);
  });

  it('raises what many like and lowers what many dismiss', () => {
    const model = (gain: number) => ({ ...NO_MODEL, ...train(people(20, (name) => by(name, 1, { gain }))) });
    const lead = (gain: number) =>
      deltaOf(weightVector(model(gain)), hot(1)) - deltaOf(weightVector(model(gain)), hot(0));
    expect(lead(1)).toBeGreaterThan(0);
    expect(lead(-2)).toBeLessThan(0);
  });

  it('believes nothing that people contradict each other in', () => {
    const observations = people(40, (name) => by(name, 0)).map((each, index) => ({
      ...each,
      place: index % 2,
    }));
    const { weights } = train(observations.map((each) => ({ ...each, positionKnown: false })));
    const [first = '', second = ''] = FEATURE_NAMES;
    expect(Math.abs((weights[first] ?? 1) - (weights[second] ?? 0))).toBeLessThan(0.005);
  });

  it('learns nothing from nobody, from a list of one, and from three stars', () => {
    expect(train([])).toEqual({ observations: 0, weights: namedWeights([]) });
    const alone = people(20, (name) => by(name, 0, { list: [hot(0)] }));
    const neutral = people(20, (name) => by(name, 0, { gain: gainOf({ kind: 'rate', value: 3 }) }));
    for (const observations of [alone, neutral]) {
      expect(new Set(Object.values(train(observations).weights))).toEqual(new Set([0]));
    }
  });
});

describe('the weight of an observation', () => {
  it('grows with the position, to a bound, and not where nobody knows it', () => {
    const weights = [0, 1, 2].map((place) => weigh([by('ada', place)], { correctBias: true })[0]?.weight);
    expect(weights).toEqual([1, 2, expect.closeTo(3)]);
    expect(weigh([by('ada', 2, { positionKnown: false })], { correctBias: true })[0]?.weight).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (position) => {
        expect(propensityOf(position)).toBeGreaterThanOrEqual(propensityOf(position + 1));
        expect(1 / propensityOf(position)).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('is the same for all that one user did, however much that is', () => {
    const total = (count: number) =>
      weigh(
        Array.from({ length: count }, () => by('ada', 2, { gain: 4 })),
        { correctBias: true },
      )
        .map(({ weight }) => weight)
        .reduce((sum, weight) => sum + weight, 0);
    expect(total(1)).toBe(12);
    expect(total(100)).toBeCloseTo(40);
    expect(total(10_000)).toBeCloseTo(40);
  });

  it('is by the kind: from what little says to what much says, for and against', () => {
    const gains = (['dismiss', 'view', 'click', 'save', 'implement'] as const).map((kind) =>
      gainOf({ kind, value: null }),
    );
    expect(gains).toEqual(gains.toSorted((a, b) => a - b));
    expect([1, 2, 3, 4, 5].map((value) => gainOf({ kind: 'rate', value }))).toEqual([-2, -1, 0, 1, 2]);
  });
});

describe('a version', () => {
  it.each([
    [0, Infinity, false],
    [1, 29_999, false],
    [1, 30_000, true],
    [49, 0, false],
    [50, 0, true],
  ])('for %d new interactions after %d ms is due: %s', (unlearned, waitedMs, due) => {
    expect(isDue(unlearned, waitedMs)).toBe(due);
  });
});

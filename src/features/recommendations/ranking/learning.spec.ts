import { describe, expect, it } from '@jest/globals';
import { playFlood, playRanking, type Play } from '../../../../test/bench/ranking-world.mjs';
import { gainOf } from './interaction.js';
import { NO_MODEL } from './model.js';
import { orderOf } from './order.js';
import { train } from './train.js';

/*
 * A small edition of `npm run bench:ranking`, on fixed seeds: the same people, the same figures on every machine.
 */
const SEEDS = [1, 2, 3, 4, 5, 6];
const INTERACTIONS = 500;
/** Minutes of people's time are played. */
const PLAY_LIMIT_MS = 120_000;
const product = { orderOf, train, gainOf, NO_MODEL };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const gain = (play: Omit<Play, 'seed' | 'interactions'>): number =>
  mean(
    SEEDS.map((seed) => {
      const { prior, learned } = playRanking(product, { seed, interactions: INTERACTIONS, ...play });
      return learned - prior;
    }),
  );

describe('what is learned from simulated people', () => {
  it(
    'is worth 0.10 of NDCG@5 after 500 interactions, and visibly less without the correction of positions',
    () => {
      const corrected = gain({});
      expect(corrected).toBeGreaterThanOrEqual(0.1);
      expect(gain({ correctBias: false })).toBeLessThan(corrected - 0.02);
    },
    PLAY_LIMIT_MS,
  );

  it(
    'is hardly anything where what people do is noise',
    () => {
      expect(gain({ pureNoise: true })).toBeGreaterThanOrEqual(-0.01);
    },
    PLAY_LIMIT_MS,
  );

  it(
    'is the same where the same was done',
    () => {
      const play = { seed: 7, interactions: 100 };
      expect(playRanking(product, play)).toEqual(playRanking(product, play));
    },
    PLAY_LIMIT_MS,
  );

  it(
    'is moved little by one person: of 10,000 clicks nine of ten of the others’ first five stay',
    () => {
      const floods = SEEDS.map((seed) => playFlood(product, { seed, interactions: 200, clicks: 10_000 }));
      expect(mean(floods.map(({ kept }) => kept))).toBeGreaterThanOrEqual(0.9);
      expect(mean(floods.map(({ before, after }) => before - after))).toBeLessThanOrEqual(0.02);
    },
    PLAY_LIMIT_MS,
  );
});

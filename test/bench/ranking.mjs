import { parseArgs } from 'node:util';
import { table } from './figures.mjs';
import { playFlood, playRanking } from './ranking-world.mjs';

/*
 * What the learned order is worth, on simulated people with hidden preferences: NDCG@5 for people that nothing was learned
 * from, by the calculated score alone and after so many interactions, mean and range over the seeds. The order, the gains
 * and the training are the product's own, from the build.
 */
const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    interactions: { type: 'string', default: '500' },
    clicks: { type: 'string', default: '10000' },
    dist: { type: 'string', default: new URL('../../dist', import.meta.url).pathname },
  },
});
const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => index + 1);
const interactions = Number(options.interactions);
const clicks = Number(options.clicks);

const ranking = new URL(`file://${options.dist}/features/recommendations/ranking/`);
const [{ orderOf }, { train }, { gainOf }, { NO_MODEL }] = await Promise.all(
  ['order', 'train', 'interaction', 'model'].map((name) => import(new URL(`${name}.js`, ranking).href)),
);
/** @type {import('./ranking-world.mjs').Product} */
const product = { orderOf, train, gainOf, NO_MODEL };

/** @type {Readonly<Record<string, Omit<import('./ranking-world.mjs').Play, 'seed' | 'interactions'>>>} */
const PLAYS = {
  'position bias corrected': {},
  'without the correction': { correctBias: false },
  'attention falls slower than assumed (0.5)': { attentionDecay: 0.5 },
  'attention falls faster than assumed (1.5)': { attentionDecay: 1.5 },
  'without the correction, 1.5': { attentionDecay: 1.5, correctBias: false },
  'pure noise': { pureNoise: true },
};

const rows = Object.entries(PLAYS).map(([name, play]) => {
  const results = seeds.map((seed) => playRanking(product, { seed, interactions, ...play }));
  const gains = results.map(({ prior, learned }) => learned - prior);
  return [
    name,
    figure(mean(results.map(({ prior }) => prior))),
    figure(mean(results.map(({ learned }) => learned))),
    signed(mean(gains)),
    `${signed(Math.min(...gains))} to ${signed(Math.max(...gains))}`,
  ];
});
const head = ['', 'NDCG@5 before', 'after', 'gain', 'over the seeds'];
process.stdout.write(
  `${seeds.length} seeds, ${interactions} interactions each\n\n${table([head, ...rows])}\n\n`,
);

const floods = [100, interactions].map((others) => {
  const results = seeds.map((seed) => playFlood(product, { seed, interactions: others, clicks }));
  return [
    String(others),
    figure(mean(results.map(({ before }) => before))),
    figure(mean(results.map(({ after }) => after))),
    figure(mean(results.map(({ kept }) => kept))),
    figure(Math.min(...results.map(({ kept }) => kept))),
  ];
});
const floodHead = ['interactions of others', 'NDCG@5 without him', 'with him', 'first five kept', 'least'];
process.stdout.write(`One person who clicks ${clicks} times\n\n${table([floodHead, ...floods])}\n`);

function mean(/** @type {readonly number[]} */ values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figure(/** @type {number} */ value) {
  return value.toFixed(3);
}

function signed(/** @type {number} */ value) {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSimulation } from './build.mjs';

/** So many schedules a mutation has to be found in. */
const LIMIT = 6_000;
const BATCH = 250;

/**
 * @typedef {object} Found
 * @property {string} rule
 * @property {string} name
 * @property {number | null} seed
 * @property {number} schedules played until then
 * @property {string} property what was violated; empty where nothing was
 * @property {string} scenario
 * @property {string} note
 */

/**
 * Switches each rule off in a copy of the code and plays until a property is violated.
 * @param {import('./pool.mjs').Pool} pool
 * @param {string} plain the build that nothing is switched off in
 * @param {string} dir where builds are made
 * @param {string | null} only the rule to switch off; null: each
 * @returns {Promise<Found[]>}
 */
export async function playMutations(pool, plain, dir, only) {
  const { MUTATIONS, LIMITS } = await import(pathToFileURL(join(plain, 'test/simulation/mutations.js')).href);
  const { SCENARIOS } = await import(pathToFileURL(join(plain, 'test/simulation/scenarios.js')).href);
  const names = SCENARIOS.map(
    (/** @type {{ mode: string, name: string }} */ { mode, name }) => `${mode}: ${name}`,
  );
  /** @type {import('./mutations.js').Mutation[]} */
  const chosen = MUTATIONS.filter(
    (/** @type {{ rule: string }} */ { rule }) => only === null || rule === only,
  );
  /** @type {Found[]} */
  const found = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < chosen.length; index = next++) {
      const mutation = chosen[index];
      if (mutation === undefined) return;
      const scenarios = mutation.scenarios.map((name) => names.indexOf(name));
      if (scenarios.includes(-1)) throw new Error(`no such scenario: ${mutation.scenarios.join(', ')}`);
      const build = buildSimulation(`mutation-${index}`, dir, mutation.patches);
      found[index] = await find(pool, mutation, scenarios, build, plain);
    }
  };
  await Promise.all(pool.workers.map(work));
  const limits = LIMITS.map(
    (/** @type {{ rule: string, name: string, note: string, property: string }} */ limit) => ({
      ...limit,
      seed: null,
      schedules: 0,
      scenario: '',
    }),
  );
  return [...found, ...(only === null ? limits : [])];
}

/**
 * @param {import('./pool.mjs').Pool} pool
 * @param {import('./mutations.js').Mutation} mutation
 * @param {readonly number[]} scenarios
 * @param {string} build
 * @param {string} plain
 * @returns {Promise<Found>}
 */
async function find(pool, mutation, scenarios, build, plain) {
  const { rule, name, note = '' } = mutation;
  let played = 0;
  try {
    while (played < LIMIT) {
      const range = { from: 0, offset: played, schedules: played + BATCH, step: 1 };
      const result = await pool.play(build, { ...range, mode: null, scenarios, first: true });
      const [first] = result.violations;
      played += result.schedules;
      if (first === undefined) continue;
      const same = {
        from: 0,
        offset: played - 1,
        schedules: played,
        step: 1,
        mode: null,
        scenarios,
        first: true,
      };
      const unharmed = await pool.play(plain, same);
      if (unharmed.violations.length > 0)
        throw new Error(`seed ${first.seed} violates a property without any mutation: replay it`);
      const property = `${first.violation?.property}: ${first.violation?.story}`;
      return { rule, name, note, seed: first.seed, schedules: played, property, scenario: first.scenario };
    }
    return {
      rule,
      name,
      note,
      seed: null,
      schedules: played,
      property: '',
      scenario: mutation.scenarios.join(', '),
    };
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
}

/** @param {readonly Found[]} found */
export function mutationTable(found) {
  const lines = found.map(({ rule, name, seed, schedules, property, scenario, note }) => {
    const head = `[${rule}] ${name}`.padEnd(62);
    const what = property === '' ? 'NOTHING FOUND' : (property.split(':')[0] ?? '');
    const where =
      seed === null ? ''.padEnd(24) : `seed ${seed}`.padEnd(13) + `${schedules} played`.padStart(11);
    return `${head} ${where}  ${what.padEnd(46)} ${scenario}${note === '' ? '' : ` (${note})`}`;
  });
  return lines.join('\n');
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildFolder, buildSimulation } from './build.mjs';
import { mutationTable, playMutations } from './mutate.mjs';
import { Pool } from './pool.mjs';

const USAGE = `node test/simulation/run.mjs [--schedules 20000] [--seed 0] [--mode strict|available] [--scenario N]
node test/simulation/run.mjs --replay SEED
node test/simulation/run.mjs --mutations [--rule N]`;
/** A thread is given so many schedules at a time. */
const BATCH = 2_000;
/** Whoever waits for long is told how far it is, so often. */
const TELL_EVERY = 50_000;

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '0' },
    mode: { type: 'string' },
    scenario: { type: 'string' },
    replay: { type: 'string' },
    mutations: { type: 'boolean', default: false },
    rule: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(`${USAGE}\n`);
else {
  const folder = buildFolder();
  try {
    const build = buildSimulation('plain', folder.dir);
    if (values.mutations) await mutate(build, folder.dir);
    else if (values.replay === undefined) await simulate(build);
    else await tell(build, Number(values.replay));
  } finally {
    folder.remove();
  }
}

/**
 * @param {string} build
 * @param {number} seed
 */
async function tell(build, seed) {
  const { replay } = await import(pathToFileURL(join(build, 'test/simulation/play.js')).href);
  process.stdout.write(`${await replay(seed)}\n`);
}

/**
 * @param {string} build
 * @param {string} dir
 */
async function mutate(build, dir) {
  const pool = new Pool();
  try {
    const found = await playMutations(pool, build, dir, values.rule ?? null);
    process.stdout.write(`${mutationTable(found)}\n`);
    process.exitCode = found.some(({ property }) => property === '') ? 1 : 0;
  } finally {
    await pool.end();
  }
}

/** @param {string} build */
async function simulate(build) {
  const schedules = Number(values.schedules);
  /** @type {import('./scenarios.js').Mode | null} */
  const mode = values.mode === 'strict' || values.mode === 'available' ? values.mode : null;
  const scenarios = values.scenario === undefined ? null : values.scenario.split(',').map(Number);
  const startedMs = performance.now();
  const sum = { schedules: 0, steps: 0, reads: 0, writes: 0, faults: 0 };
  /** @type {import('./play.js').PlayResult['violations']} */
  const violations = [];
  const pool = new Pool();
  try {
    /** @type {Promise<void>[]} */
    const batches = [];
    for (let from = 0; from < schedules; from += BATCH) {
      const request = {
        from: Number(values.seed),
        schedules: Math.min(from + BATCH, schedules),
        offset: from,
        step: 1,
        mode,
        scenarios,
        first: false,
      };
      batches.push(
        pool.play(build, request).then((result) => {
          for (const name of /** @type {const} */ (['schedules', 'steps', 'reads', 'writes', 'faults']))
            sum[name] += result[name];
          violations.push(...result.violations);
          if (sum.schedules % TELL_EVERY === 0)
            process.stderr.write(`${sum.schedules} of ${schedules}: ${violations.length} violations\n`);
        }),
      );
    }
    await Promise.all(batches);
  } finally {
    await pool.end();
  }
  const seconds = (performance.now() - startedMs) / 1000;
  for (const { seed, scenario, violation } of violations)
    process.stdout.write(`seed ${seed} (${scenario}): ${violation?.property}: ${violation?.story}\n`);
  process.stdout.write(
    `${sum.schedules} schedules, ${sum.steps} steps, ${sum.reads} reads, ${sum.writes} writes, ${sum.faults} faults in ${seconds.toFixed(1)} s: ${violations.length} violations\n`,
  );
  process.exitCode = violations.length === 0 ? 0 : 1;
}

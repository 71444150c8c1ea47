import { describe, expect, it } from '@jest/globals';
import { tableOf } from './report.js';
import { FAULTS, run, type RunOptions } from './run.js';

/** A fault that never ends would otherwise hold the whole run up. */
const LIMIT_MS = 480_000;
const QUIET_MS = 6_000;
const SEED = Number(process.env['CLUSTER_SEED'] ?? 20_261_123);

/** An empty value is an unset one. */
const DEFAULTS = {
  CACHE_LEASE_MS: '',
  CACHE_PENDING_MS: '',
  CACHE_ISOLATED_L1_MS: '',
  MONGODB_MAX_TIME_MS: '',
};

const results: Awaited<ReturnType<typeof run>>[] = [];

describe('three processes while one thing after the other breaks', () => {
  it.each(['strict', 'available'] as const)(
    'in %s mode answers every read, and none with less than was promised',
    async (mode) => {
      const result = await run(optionsFor(mode));
      results.push(result);
      process.stdout.write(`\n${tableOf([result])}\n`);
      expect(result.verdict.violations).toEqual([]);
      expect(result.verdict).toMatchObject({ stale: 0, failedReads: 0 });
      expect(result.history.reads.length).toBeGreaterThan(1_000);
      expect(result.history.writes.length).toBeGreaterThan(100);
      expect(result.jobs).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  it(
    'keeps the promise with the durations that a user gets, too',
    async () => {
      const faults = FAULTS.filter(({ name }) => ['bus frozen', 'Redis restarted empty'].includes(name));
      const result = await run({ ...optionsFor('strict'), quietMs: 1_000, env: DEFAULTS, faults });
      process.stdout.write(`\n${tableOf([result])}\n`);
      expect(result.verdict.violations).toEqual([]);
    },
    LIMIT_MS,
  );

  it('met every kind of fault', () => {
    const met = new Set(results.flatMap(({ history }) => history.faults.map(({ name }) => name)));
    expect([...met].toSorted()).toEqual(FAULTS.map(({ name }) => name).toSorted());
  });
});

/** Each mode meets every other kind, so that together they meet all in the time that there is. */
function optionsFor(mode: RunOptions['mode']): RunOptions {
  const part = mode === 'strict' ? 0 : 1;
  return {
    mode,
    seed: SEED + part,
    forMs: 0,
    quietMs: QUIET_MS,
    watch: mode === 'available', // strict has nothing but the protocol
    faults: FAULTS.filter((_, place) => place % 2 === part),
  };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { primaryFaults, type ReplicaSet, startReplicaSet } from './replica-set.js';
import { tableOf } from './report.js';
import { run } from './run.js';

const LIMIT_MS = 180_000;
const SEED = 7;

let set: ReplicaSet | undefined;

beforeAll(async () => {
  set = await startReplicaSet();
}, LIMIT_MS);

afterAll(() => set?.stop());

describe('a replica set of three that loses its primary', () => {
  it.each(['strict', 'available'] as const)(
    'gives no stale read in %s mode, and none fails once there is another',
    async (mode) => {
      if (set === undefined) throw new Error('there is no set');
      const result = await run({
        mode,
        seed: SEED,
        forMs: 0,
        quietMs: 1_000,
        faults: primaryFaults(set),
        mongoUri: set.uri,
        watch: true,
        readersPerProcess: 2,
      });
      process.stdout.write(`\n${tableOf([result])}\n`);
      expect(result.verdict.violations).toEqual([]);
      expect(result.history.faults).toHaveLength(2);
    },
    LIMIT_MS,
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { eventually, register, startApp } from '../support/app.js';
import { primaryFaults, type ReplicaSet, startReplicaSet, stepDown } from './replica-set.js';
import { tableOf } from './report.js';
import { run } from './run.js';

const LIMIT_MS = 400_000;
const SEED = 7;
const WITHIN_MS = 60_000;

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

  it(
    'does not keep back a write past everybody where the member that was listened to is deposed and lags',
    async () => {
      if (set === undefined) throw new Error('there is no set');
      const name = `lag_${Date.now()}`;
      const uri = set.uri.replace('/?', `/${name}?`);
      const app = await startApp({ MONGODB_URI: uri, REDIS_URL: '' });
      const shell = await mongoose.createConnection(uri).asPromise();
      let old: mongoose.mongo.MongoClient | undefined;
      try {
        const { http } = await register(app.url);
        const created = await http.post('/api/v2/assessments').send({ title: 'before' }).expect(201);
        const { id } = created.body as { id: string };
        const read = () => http.get(`/api/v2/assessments/${id}`);
        const { host } = await set.primary();
        await stepDown(set, shell.getClient());
        old = new mongoose.mongo.MongoClient(`mongodb://${host}/?directConnection=true`);
        await old.db('admin').command({ fsync: 1, lock: true }); // what the others write does not reach it
        await eventually(async () => /hit/.test(String((await read()).headers['cache-status'])), {
          withinMs: WITHIN_MS,
        });
        await shell
          .collection('assessments')
          .updateOne(
            { _id: new mongoose.Types.ObjectId(id) },
            { $set: { title: 'by a shell' } },
            { writeConcern: { w: 'majority' } },
          );
        await eventually(async () => (await read()).text.includes('by a shell'), { withinMs: WITHIN_MS });
      } finally {
        await old
          ?.db('admin')
          .command({ fsyncUnlock: 1 })
          .catch(() => undefined); // it may not be locked
        await old?.close();
        await shell.close();
        await app.close();
      }
    },
    LIMIT_MS,
  );
});

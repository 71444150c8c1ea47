import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { UnannouncedWrites } from '../../src/cache/watch/unannounced-writes.js';
import {
  eventually,
  nodeOf,
  register,
  settledEnvironment,
  startApp,
  type TestApp,
  undisturbed,
} from '../support/app.js';

/** Somebody with a shell: a connection that announces nothing. */
let shell: mongoose.Connection;
let apps: readonly TestApp[];
let bearer: string;
let env: Record<string, string>;

beforeAll(async () => {
  env = {
    ...(await settledEnvironment()),
    JWT_SECRET: 'one secret for both, long enough for all',
  };
  apps = [await startApp({ ...env, INSTANCE_ID: 'one' }), await startApp({ ...env, INSTANCE_ID: 'two' })];
  shell = await mongoose.createConnection(env['MONGODB_URI'] ?? '').asPromise();
  bearer = (await register(first().url)).accessToken;
});

afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await shell.close();
});

const first = (): TestApp => apps[0]!; // set before every test

const read = (app: TestApp, id: string) =>
  app.http.get(`/api/v2/assessments/${id}`).set('authorization', `Bearer ${bearer}`);

async function warmAssessment(): Promise<string> {
  const created = await first()
    .http.post('/api/v2/assessments')
    .set('authorization', `Bearer ${bearer}`)
    .send({ title: 'before' })
    .expect(201);
  const { id } = created.body as { id: string };
  for (const app of apps) {
    await eventually(async () => /detail=l1/.test(String((await read(app, id)).headers['cache-status'])));
  }
  return id;
}

/** Redis answers all along, or it is played again. */
const together = (scenario: () => Promise<void>) => (): Promise<void> =>
  undisturbed(apps.map(nodeOf), scenario);

const found = (): number => apps.reduce((sum, { app }) => sum + app.get(UnannouncedWrites).found, 0);

describe('writes that nobody announced', () => {
  it('are made true in both tiers of every process', async () => {
    const id = await warmAssessment();
    const before = found();
    await shell
      .collection('assessments')
      .updateOne({ _id: new mongoose.Types.ObjectId(id) }, { $set: { title: 'by a shell' } });
    for (const app of apps) {
      await eventually(async () => (await read(app, id)).text.includes('by a shell'));
    }
    await eventually(() => found() >= before + apps.length);
  });

  it('are seen where a whole document is written back, with the name of its announced write still in it', async () => {
    const id = await warmAssessment();
    const assessments = shell.collection('assessments');
    const _id = new mongoose.Types.ObjectId(id);
    await assessments.replaceOne({ _id }, { ...(await assessments.findOne({ _id })), title: 'written back' });
    for (const app of apps) {
      await eventually(async () => (await read(app, id)).text.includes('written back'));
    }
  });

  it.each([
    ['takes a field away', { $unset: { description: 1 } }, 'a passing text'],
    ['shortens a list', { $pop: { tags: 1 } }, 'second-tag'],
  ])('are seen where one only %s', async (_, update: object, gone) => {
    const id = await warmAssessment();
    const change = (how: object) =>
      shell.collection('assessments').updateOne({ _id: new mongoose.Types.ObjectId(id) }, how);
    await change({ $set: { description: 'a passing text', tags: ['first-tag', 'second-tag'] } });
    for (const app of apps) {
      await eventually(async () => {
        const { text, headers } = await read(app, id);
        return text.includes(gone) && /detail=l1/.test(String(headers['cache-status']));
      });
    }
    await change(update);
    for (const app of apps) {
      await eventually(async () => !(await read(app, id)).text.includes(gone));
    }
  });

  it('are seen as deletions too', async () => {
    const id = await warmAssessment();
    await shell.collection('assessments').deleteOne({ _id: new mongoose.Types.ObjectId(id) });
    for (const app of apps) {
      await eventually(async () => (await read(app, id)).status === 404);
    }
  });

  it('stop the remembered token of an account that a shell has deactivated', async () => {
    const { accessToken: token, userId } = await register(first().url);
    const me = (app: TestApp) => app.http.get('/api/v2/auth/me').set('authorization', `Bearer ${token}`);
    for (const app of apps) await me(app).expect(200);
    await shell
      .collection('users')
      .updateOne({ _id: new mongoose.Types.ObjectId(userId) }, { $set: { is_active: false } });
    for (const app of apps) await eventually(async () => (await me(app)).status === 401);
  });

  it(
    'do not include the announced ones',
    together(async () => {
      const id = await warmAssessment();
      const before = found();
      for (let round = 0; round < 10; round += 1) {
        await first()
          .http.put(`/api/v2/assessments/${id}`)
          .set('authorization', `Bearer ${bearer}`)
          .send({ title: `round ${round}` })
          .expect(200);
      }
      await first()
        .http.delete(`/api/v2/assessments/${id}`)
        .set('authorization', `Bearer ${bearer}`)
        .expect(204);
      // A marker behind them in the stream: once it is seen, they have been.
      const marker = await warmAssessment();
      await shell
        .collection('assessments')
        .updateOne({ _id: new mongoose.Types.ObjectId(marker) }, { $set: { title: 'marker' } });
      await eventually(() => found() >= before + apps.length);
      expect(found()).toBe(before + apps.length);
    }),
  );
});

describe('a start while somebody’s transaction is open', () => {
  it('holds up nobody’s writes', async () => {
    const id = await warmAssessment();
    const session = await shell.startSession();
    session.startTransaction();
    try {
      const named = { _id: new mongoose.Types.ObjectId(id) };
      await shell.collection('assessments').updateOne(named, { $set: { title: 'left open' } }, { session });
      const third = await startApp({ ...env, INSTANCE_ID: 'three' });
      try {
        for (const app of [first(), third]) {
          const { status } = await app.http
            .post('/api/v2/assessments')
            .set('authorization', `Bearer ${bearer}`)
            .send({ title: 'another' });
          expect(status).toBe(201);
        }
      } finally {
        await third.close();
      }
    } finally {
      await session.abortTransaction();
      await session.endSession();
    }
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { DatabaseWatcher } from '../../src/cache/watch/database-watcher.js';
import { eventually, register, settledEnvironment, startApp, type TestApp } from '../support/app.js';

/** Somebody with a shell: a connection that announces nothing. */
let shell: mongoose.Connection;
let redis: Redis;
let env: Record<string, string>;
let running: TestApp | null = null;
let bearer: string;

beforeAll(() => {
  redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
});

beforeEach(async () => {
  env = {
    ...(await settledEnvironment()),
    JWT_SECRET: 'one secret for all of them, long enough',
  };
  shell = await mongoose.createConnection(env['MONGODB_URI'] ?? '').asPromise();
  bearer = (await register((await start()).url)).accessToken;
});

afterEach(async () => {
  await stop();
  await shell.close();
});

afterAll(() => redis.disconnect());

async function start(): Promise<TestApp> {
  return (running = await startApp(env));
}

async function stop(): Promise<void> {
  await running?.close();
  running = null;
}

const read = (id: string) =>
  running!.http.get(`/api/v2/assessments/${id}`).set('authorization', `Bearer ${bearer}`); // started before every test

/** An assessment that stands in L2. */
async function warmAssessment(title: string): Promise<string> {
  const created = await running!.http // started before every test
    .post('/api/v2/assessments')
    .set('authorization', `Bearer ${bearer}`)
    .send({ title })
    .expect(201);
  const { id } = created.body as { id: string };
  await eventually(async () => /detail=l1/.test(String((await read(id)).headers['cache-status'])));
  return id;
}

/** The name of the note that says where in the stream to go on. */
async function placeInStream(): Promise<string> {
  const epoch = await redis.hget(`${env['CACHE_PREFIX']}:epoch`, 'id');
  return `${env['CACHE_PREFIX']}:${epoch}:note:watch`;
}

/** Waits until the stream has been read past everything that was written so far. */
async function caughtUp(): Promise<void> {
  const name = await placeInStream();
  await eventually(async () => (await redis.get(name)) !== null);
  const before = await redis.get(name);
  await shell.collection('assessments').insertOne({ title: 'a mark' });
  await eventually(async () => (await redis.get(name)) !== before);
}

const retitle = (id: string, title: string) =>
  shell.collection('assessments').updateOne({ _id: new mongoose.Types.ObjectId(id) }, { $set: { title } });

describe('a process that starts', () => {
  it('hears of all that was changed while none ran, the first change too', async () => {
    const ids = [await warmAssessment('one'), await warmAssessment('two')];
    await caughtUp();
    await stop();
    for (const id of ids) await retitle(id, 'by a shell');
    await start();
    for (const id of ids) {
      await eventually(async () => (await read(id)).text.includes('by a shell'));
    }
  });

  it.each([
    ['the database no longer knows', JSON.stringify({ _data: '8265'.padEnd(60, '0') })],
    ['is damaged', '{"_data": '],
  ])('begins the cache anew where its place in the stream %s', async (_, note) => {
    const id = await warmAssessment('before');
    await caughtUp();
    const name = await placeInStream();
    await stop();
    await retitle(id, 'by a shell');
    await redis.set(name, note);
    const { app } = await start();
    await eventually(() => app.get(DatabaseWatcher).isWatching());
    await eventually(async () => (await read(id)).text.includes('by a shell'));
    await eventually(async () => (await placeInStream()) !== name, { what: 'another epoch' });
  });

  it('goes on after a document that no rule understands', async () => {
    const id = await warmAssessment('before');
    await shell
      .collection<{ _id: string; title: string }>('assessments')
      .insertOne({ _id: 'not an id {of} ours', title: 'x' });
    await shell.collection<{ _id: string }>('assessments').deleteOne({ _id: 'not an id {of} ours' });
    await retitle(id, 'by a shell');
    await eventually(async () => (await read(id)).text.includes('by a shell'));
  });
});

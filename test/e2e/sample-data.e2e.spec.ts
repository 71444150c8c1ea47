import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { SampleData, type SampleDataResult } from '../../src/features/assessments/index.js';
import type { UserId } from '../../src/kernel/ids.js';
import { SampleAdmin } from '../../src/platform/security/sample-admin.js';
import { eventually, register, signIn, startApp, type TestApp } from '../support/app.js';
import { temporaryDir } from '../support/kept-process.mjs';

const ASSESSMENTS = '/api/v2/assessments';
const COLLECTIONS = ['users', 'assessments', 'recommendations', 'tasks', 'task_keys', 'sample_data'];

describe('sample data', () => {
  let folder: string;
  let test: TestApp;
  let connection: Connection;

  beforeAll(async () => {
    folder = temporaryDir('samples');
    test = await startApp({
      MONGODB_URI: '',
      MONGODB_DATA_DIR: folder,
      MONGODB_BINARY: process.env['TEST_MONGOD'] ?? '',
      REDIS_URL: '',
      SAMPLE_DATA: 'true',
      WORKER_INLINE: 'false', // what is made is looked at as it was made; the runs have a test of their own
    });
    connection = test.app.get<Connection>(getConnectionToken());
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true });
  });

  const make = () => test.app.get(SampleData).make();
  const made = async (): Promise<SampleDataResult> => {
    const result = await make();
    if (result === null) throw new Error('nothing was made');
    return result;
  };
  const count = (name: string) => connection.collection(name).countDocuments();
  const empty = () => Promise.all(COLLECTIONS.map((name) => connection.collection(name).deleteMany({})));
  const loginOf = (result: SampleDataResult, role: string) => {
    const account = result.accounts.find((candidate) => candidate.role === role);
    return signIn(test.url, account?.email ?? '', account?.password);
  };

  it('makes three accounts that can log in, and what belongs to them', async () => {
    await empty();
    const result = await made();
    expect(result.accounts.map(({ role }) => role)).toEqual(['viewer', 'user', 'admin']);
    expect(new Set(result.accounts.map(({ password }) => password)).size).toBe(3);
    const user = await loginOf(result, 'user');
    const admin = await loginOf(result, 'admin');
    const viewer = await loginOf(result, 'viewer');
    const own = (await user.http.get(ASSESSMENTS).expect(200)).body;
    const everyones = (await admin.http.get(ASSESSMENTS).query({ scope: 'all' }).expect(200)).body;
    expect(everyones.total).toBe(result.assessments);
    expect(own.total).toBeGreaterThan(everyones.total / 2);
    expect((await viewer.http.get(ASSESSMENTS).expect(200)).body.total).toBe(0);
    await viewer.http.post(ASSESSMENTS).send({ title: 'Mine' }).expect(403);
    const detail = await user.http.get(`${ASSESSMENTS}/${own.items[0].id}`).expect(200);
    expect(detail.body).toEqual(own.items[0]);
  });

  it('keeps the passwords nowhere in plain text', async () => {
    await empty();
    const { accounts } = await made();
    const stored = JSON.stringify(await connection.collection('users').find({}).toArray());
    for (const { password } of accounts) expect(stored).not.toContain(password);
  });

  it('makes it once: told, it is never made again, even when all was deleted', async () => {
    await empty();
    await (await made()).told();
    const administrator = await connection.collection('users').findOne({ role: 'admin' });
    const known = test.app.get(SampleAdmin, { strict: false });
    known.remember('of no earlier start' as UserId);
    expect(await make()).toBeNull();
    expect(known.userId()).toBe(String(administrator?._id)); // a later start lets in with one click, too
    await connection.collection('users').deleteMany({});
    await connection.collection('assessments').deleteMany({});
    expect(await make()).toBeNull();
    expect(await count('users')).toBe(0);
  });

  it.each([
    ['before the passwords were told', async () => {}],
    ['between accounts and assessments', () => connection.collection('assessments').deleteMany({})],
    [
      'in the midst of the assessments',
      () => connection.collection('assessments').deleteMany({ status: 'draft' }),
    ],
    ['between two accounts', () => connection.collection('users').deleteOne({ role: 'admin' })],
    [
      'before any account',
      async () => {
        await connection.collection('users').deleteMany({});
        await connection.collection('assessments').deleteMany({});
      },
    ],
  ])('makes all of it anew after it was ended %s, and nothing twice', async (_, lose) => {
    await empty();
    const first = await made();
    if (_.startsWith('between two')) await connection.collection('assessments').deleteMany({});
    await lose();
    const second = await made();
    expect(await count('users')).toBe(3);
    expect(await count('assessments')).toBe(second.assessments);
    await loginOf(second, 'user');
    await expect(loginOf(first, 'user')).rejects.toThrow('401');
  });

  it('touches no database that somebody uses already', async () => {
    await empty();
    await register(test.url);
    expect(await make()).toBeNull();
    expect([await count('users'), await count('assessments'), await count('sample_data')]).toEqual([1, 0, 0]);
  });

  it('leaves the operator’s own administrator in peace', async () => {
    await empty();
    const { userId } = await register(test.url);
    await connection.collection('users').updateOne({}, { $set: { role: 'super_admin' } });
    const result = await made();
    expect(await count('users')).toBe(4);
    expect(result.accounts).toHaveLength(3);
    expect(String((await connection.collection('users').findOne({ role: 'super_admin' }))?._id)).toBe(userId);
  });
});

describe('sample data where jobs are run', () => {
  let folder: string;
  let test: TestApp;

  beforeAll(async () => {
    folder = temporaryDir('samples');
    test = await startApp({
      MONGODB_URI: '',
      MONGODB_DATA_DIR: folder,
      MONGODB_BINARY: process.env['TEST_MONGOD'] ?? '',
      REDIS_URL: '',
      SAMPLE_DATA: 'true',
    });
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true });
  });

  it('has recommendations for every assessment that is completed, made by a run that can be looked at', async () => {
    const made = await test.app.get(SampleData).make();
    const admin = made?.accounts.find(({ role }) => role === 'admin');
    const { http } = await signIn(test.url, admin?.email ?? '', admin?.password);
    const list = async (): Promise<Listed[]> =>
      (await http.get(ASSESSMENTS).query({ scope: 'all', limit: 100 }).expect(200)).body.items;
    const all = await eventually(
      async () => {
        const found = await list();
        return found.every(({ status }) => AT_REST.has(status)) ? found : null;
      },
      { withinMs: 60_000, what: 'the runs have ended' },
    );
    const completed = all.filter(({ status }) => status === 'completed');
    expect(completed.length).toBeGreaterThanOrEqual(30);
    expect(new Set(all.map(({ status }) => status))).toEqual(AT_REST);
    for (const { id, recommendations_generated: generated, agent_states: states } of completed) {
      expect(generated).toBe(true);
      expect(new Set(Object.values(states).map(({ state }) => state))).toEqual(new Set(['completed']));
      const { total } = (await http.get(`/api/v2/recommendations/${id}`).expect(200)).body;
      expect(total).toBeGreaterThanOrEqual(3);
      expect(total).toBeLessThanOrEqual(40);
    }
    const others = all.filter(({ status }) => status !== 'completed');
    expect(others.filter(({ recommendations_generated: generated }) => generated)).toEqual([]);
  }, 240_000);
});

const AT_REST = new Set(['draft', 'in_progress', 'completed', 'failed']);

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly recommendations_generated: boolean;
  readonly agent_states: Readonly<Record<string, { readonly state: string }>>;
}

describe('sample data in a database that is not the process’s own', () => {
  it('is not made', async () => {
    const test = await startApp({ SAMPLE_DATA: 'true' });
    try {
      expect(await test.app.get(SampleData).make()).toBeNull();
    } finally {
      await test.close();
    }
  });
});

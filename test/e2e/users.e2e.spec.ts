import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OwnedData } from '../../src/features/users/index.js';
import { isAtLeast, type Role, ROLES } from '../../src/platform/security/roles.js';
import { register, type SignedIn, signIn, startApp } from '../support/app.js';
import { type Accounts, startAccounts } from './accounts.js';

const USERS = '/api/v2/users';
const ME = '/api/v2/auth/me';

let accounts: Accounts;
let holders: Record<Role, SignedIn>;

beforeAll(async () => {
  accounts = await startAccounts();
  const made = new Map<Role, SignedIn>();
  for (const role of ROLES) made.set(role, await accounts.holderOf(role));
  holders = Object.fromEntries(made) as Record<Role, SignedIn>; // one for each role, in the line above
});
afterAll(() => accounts.service.close());
beforeEach(() => {
  accounts.announced.length = 0;
});

const pairs = ROLES.flatMap((caller) => ROLES.map((target) => [caller, target] as const));

describe('who may do what', () => {
  it.each(ROLES)('lists and reads accounts as %s only from admin up', async (role) => {
    const expected = isAtLeast(role, 'admin') ? 200 : 403;
    const { http } = holders[role];
    await http.get(USERS).expect(expected);
    await http.get(`${USERS}/${holders.super_admin.userId}`).expect(expected);
  });

  it.each(pairs)('lets %s change a %s only from admin up, and nobody higher', async (caller, target) => {
    const touched = await accounts.holderOf(target);
    accounts.announced.length = 0;
    const allowed = isAtLeast(caller, 'admin') && isAtLeast(caller, target);
    const response = await holders[caller].http
      .patch(`${USERS}/${touched.userId}`)
      .send({ is_active: false });
    expect(response.status).toBe(allowed ? 200 : 403);
    expect(accounts.announced).toEqual(allowed ? [{ type: 'user.updated', userId: touched.userId }] : []);
  });

  it.each(pairs)(
    'lets %s grant %s only from admin up, and nothing above their own role',
    async (caller, granted) => {
      const touched = await accounts.holderOf('viewer');
      accounts.announced.length = 0;
      const allowed = isAtLeast(caller, 'admin') && isAtLeast(caller, granted);
      const response = await holders[caller].http.patch(`${USERS}/${touched.userId}`).send({ role: granted });
      expect(response.status).toBe(allowed ? 200 : 403);
      const { body } = await accounts.root.http.get(`${USERS}/${touched.userId}`).expect(200);
      expect(body.role).toBe(allowed ? granted : 'viewer');
      expect(accounts.announced.length > 0).toBe(allowed && granted !== 'viewer');
    },
  );

  it.each(pairs)('lets %s delete a %s only from admin up, and nobody higher', async (caller, target) => {
    const touched = await accounts.holderOf(target);
    accounts.announced.length = 0;
    const expected = isAtLeast(caller, 'admin') ? (isAtLeast(caller, target) ? 204 : 403) : 404;
    await holders[caller].http.delete(`${USERS}/${touched.userId}`).expect(expected);
    await accounts.root.http.get(`${USERS}/${touched.userId}`).expect(expected === 204 ? 404 : 200);
    expect(accounts.announced.map(({ type }) => type)).toEqual(expected === 204 ? ['user.deleted'] : []);
  });

  it.each(ROLES)('lets a %s delete themselves', async (role) => {
    const holder = await accounts.holderOf(role);
    await holder.http.delete(`${USERS}/${holder.userId.toUpperCase()}`).expect(204);
    await holder.http.get(ME).expect(401);
    await accounts.root.http.get(`${USERS}/${holder.userId}`).expect(404);
  });

  it('lets nobody change their own role or deactivate themselves', async () => {
    const { http, userId } = holders.admin;
    await http.patch(`${USERS}/${userId}`).send({ role: 'user' }).expect(409);
    await http.patch(`${USERS}/${userId}`).send({ is_active: false }).expect(409);
    await http.patch(`${USERS}/${userId}`).send({ role: 'admin', is_active: true }).expect(200);
    expect(accounts.announced).toEqual([]);
  });
});

describe('a change holds from the next request', () => {
  it('of a role', async () => {
    const holder = await accounts.holderOf('admin');
    for (const [role, status] of [
      ['user', 403],
      ['admin', 200],
      ['viewer', 403],
    ] as const) {
      await accounts.root.http.patch(`${USERS}/${holder.userId}`).send({ role }).expect(200);
      await holder.http.get(USERS).expect(status);
    }
  });

  it('of a deactivation, for a token that was remembered as valid, and of all sessions', async () => {
    const holder = await register(accounts.service.url);
    await holder.http.get(ME).expect(200);
    await accounts.root.http.patch(`${USERS}/${holder.userId}`).send({ is_active: false }).expect(200);
    await holder.http.get(ME).expect(401);
    const { http } = accounts.service;
    await http.post('/api/v2/auth/refresh').send({ refresh_token: holder.refreshToken }).expect(401);
    const login = { email: holder.email, password: holder.password };
    const refused = await http.post('/api/v2/auth/login').send(login).expect(401);
    expect(refused.body.code).toBe('account_deactivated');
    await accounts.root.http.patch(`${USERS}/${holder.userId}`).send({ is_active: true }).expect(200);
    await holder.http.get(ME).expect(200);
    await http.post('/api/v2/auth/login').send(login).expect(200);
  });

  it('under load: no request that begins after a deactivation gets through', async () => {
    const holder = await register(accounts.service.url);
    let acknowledged = false;
    let through = 0;
    let after = 0;
    const reader = async (): Promise<void> => {
      for (let ended = false; !ended;) {
        const begunAfter = acknowledged;
        const { status } = await holder.http.get(ME);
        if (begunAfter) after += 1;
        if (begunAfter && status === 200) through += 1;
        ended = begunAfter;
      }
    };
    const readers = Array.from({ length: 8 }, reader);
    await accounts.root.http.patch(`${USERS}/${holder.userId}`).send({ is_active: false }).expect(200);
    acknowledged = true;
    await Promise.all(readers);
    expect({ through, after }).toEqual({ through: 0, after: 8 });
  });
});

describe('lists', () => {
  it('are paged, newest first, by role and activity', async () => {
    const [older, newer] = [await accounts.holderOf('manager'), await accounts.holderOf('manager')];
    await accounts.root.http.patch(`${USERS}/${older.userId}`).send({ is_active: false }).expect(200);
    const all = await accounts.root.http.get(`${USERS}?role=manager&limit=100&unknown=1`).expect(200);
    expect(all.body.items.slice(0, 2).map(({ id }: { id: string }) => id)).toEqual([
      newer.userId,
      older.userId,
    ]);
    expect(all.body).toMatchObject({ page: 1, limit: 100, pages: 1, total: all.body.items.length });
    const second = await accounts.root.http.get(`${USERS}?role=manager&page=2&limit=1`).expect(200);
    expect(second.body.items.map(({ id }: { id: string }) => id)).toEqual([older.userId]);
    expect(second.body.pages).toBe(all.body.total);
    const inactive = await accounts.root.http.get(`${USERS}?role=manager&active=false`).expect(200);
    expect(inactive.body.items.map(({ id }: { id: string }) => id)).toContain(older.userId);
    expect(inactive.body.items.map(({ id }: { id: string }) => id)).not.toContain(newer.userId);
    const everyone = await accounts.root.http.get(USERS).expect(200);
    expect(everyone.body.total).toBe((await accounts.counts()).users);
    expect(everyone.body.items).toHaveLength(20);
    expect(JSON.stringify(everyone.body)).not.toContain('argon2');
  });

  it.each([
    'page=0',
    'limit=0',
    'limit=101',
    'limit=1000000000',
    'role=root',
    'active=maybe',
    'page[$gt]=1&page=x',
  ])('refuse %s with 422', async (query) => {
    await accounts.root.http.get(`${USERS}?${query}`).expect(422);
  });

  it('use an index for each filter', async () => {
    for (const filter of [{}, { role: 'user' }, { is_active: true }, { role: 'user', is_active: true }]) {
      const plan = await accounts.database
        .collection('users')
        .find(filter)
        .sort({ created_at: -1, _id: -1 })
        .limit(20)
        .explain('executionStats');
      expect(JSON.stringify(plan['queryPlanner'].winningPlan)).not.toMatch(/COLLSCAN|"SORT"/);
      expect(plan['executionStats'].totalDocsExamined).toBeLessThanOrEqual(
        filter.role !== undefined && filter.is_active !== undefined ? 1000 : 20,
      );
    }
  });
});

describe('bad input', () => {
  it.each(['x', 'a'.repeat(23), 'g'.repeat(24), '%00', '%24where', 'f'.repeat(24)])(
    'of an id that names nobody (%s) is a 404 and announces nothing',
    async (id) => {
      const { http } = accounts.root;
      await http.get(`${USERS}/${id}`).expect(404);
      await http.patch(`${USERS}/${id}`).send({ role: 'user' }).expect(404);
      await http.delete(`${USERS}/${id}`).expect(404);
      expect(accounts.announced).toEqual([]);
    },
  );

  it.each([
    [{ role: 'root' }, '/role'],
    [{ role: { $gt: '' } }, '/role'],
    [{ is_active: 'no' }, '/is_active'],
    [{ email: 'other@example.com' }, '/email'],
    [{ relied_on: 5 }, '/relied_on'],
    [{ $set: { role: 'admin' } }, '/$set'],
    [{ 'role.x': 1 }, '/role.x'],
  ])('in a patch (%j) is a 422 and writes nothing', async (body, path) => {
    const { userId } = holders.user;
    const before = await accounts.root.http.get(`${USERS}/${userId}`);
    const response = await accounts.root.http.patch(`${USERS}/${userId}`).send(body).expect(422);
    expect(response.body.errors).toContainEqual({ path, message: expect.any(String) });
    expect((await accounts.root.http.get(`${USERS}/${userId}`)).body).toEqual(before.body);
    expect(accounts.announced).toEqual([]);
  });

  it('of an empty patch changes nothing and announces nothing', async () => {
    const { userId } = holders.user;
    const before = await accounts.root.http.get(`${USERS}/${userId}`);
    const after = await accounts.root.http.patch(`${USERS}/${userId}`).send({ role: null }).expect(200);
    expect(after.body).toEqual(before.body);
    expect(accounts.announced).toEqual([]);
  });
});

describe('deletion', () => {
  it('takes what the features keep of the account, and names its assessments', async () => {
    const holder = await register(accounts.service.url);
    const other = await register(accounts.service.url);
    const owned = accounts.database.collection<{ owner: string }>('things_of_a_test');
    await owned.createIndex({ owner: 1 });
    await owned.insertMany([{ owner: holder.userId }, { owner: holder.userId }, { owner: other.userId }]);
    const left = new Set(['b'.repeat(24)]);
    accounts.service.app.get(OwnedData, { strict: false }).join({
      assessmentIdsOf: (userId) => Promise.resolve((userId === holder.userId ? [...left] : []) as never),
      removeAllOf: async (userId) => {
        await owned.deleteMany({ owner: userId });
        if (userId === holder.userId) left.clear();
      },
    });
    accounts.announced.length = 0;
    await accounts.root.http.delete(`${USERS}/${holder.userId}`).expect(204);
    expect(accounts.announced).toEqual([
      { type: 'user.deleted', userId: holder.userId, assessmentIds: ['b'.repeat(24)] },
    ]);
    expect(await owned.find({ owner: holder.userId }).toArray()).toEqual([]);
    expect(await owned.find({ owner: other.userId }).toArray()).toHaveLength(1);
    await holder.http.get(ME).expect(401);
    const { http } = accounts.service;
    await http.post('/api/v2/auth/refresh').send({ refresh_token: holder.refreshToken }).expect(401);
    await register(accounts.service.url, { email: holder.email });
  });
});

describe('the last super_admin', () => {
  it('of two that delete themselves at once stays', async () => {
    const alone = await startAccounts();
    try {
      const second = await alone.holderOf('super_admin');
      const removals = await Promise.all(
        [alone.root, second].map(({ http, userId }) => http.delete(`${USERS}/${userId}`)),
      );
      expect(removals.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
      const left = removals[0]?.status === 409 ? alone.root : second;
      await left.http.delete(`${USERS}/${left.userId}`).expect(409);
      await left.http.get(ME).expect(200);
    } finally {
      await alone.service.close();
    }
  });

  it('is made once by instances that start together', async () => {
    const uri = new URL(accounts.service.config.mongodb.uri ?? '');
    uri.pathname += '_first_admins';
    const env = { MONGODB_URI: uri.toString() };
    const started = await Promise.all([startAccounts(env), startAccounts(env), startAccounts(env)]);
    try {
      const { body } = await started[0].root.http.get(`${USERS}?role=super_admin`).expect(200);
      expect(body.total).toBe(1);
    } finally {
      for (const { service } of started) await service.close();
    }
  });

  it('is not made of an account that somebody registered under the address', async () => {
    const before = await startApp();
    const early = await register(before.url);
    await before.close();
    const service = await startApp({
      MONGODB_URI: before.config.mongodb.uri ?? '',
      ADMIN_EMAIL: early.email.toUpperCase(),
      ADMIN_PASSWORD: 'what the operator wanted',
    });
    try {
      const { http } = await signIn(service.url, early.email, early.password);
      expect((await http.get(ME).expect(200)).body.role).toBe('user');
    } finally {
      await service.close();
    }
  });
});

import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorized, eventually, register, signIn } from '../support/app.js';
import { type Accounts, startAccounts } from './accounts.js';

const AUTH = '/api/v2/auth';
const NEW = { password: 'a good long passphrase', full_name: 'Grace Example' };

let accounts: Accounts;
let http: Accounts['service']['http'];
let url: string;

beforeAll(async () => {
  accounts = await startAccounts({ LOGIN_ATTEMPTS_PER_MINUTE: '5' });
  ({ http, url } = accounts.service);
});
afterAll(() => accounts.service.close());
beforeEach(() => {
  accounts.announced.length = 0;
});

function newEmail(): string {
  return `${randomBytes(6).toString('hex')}@example.com`;
}

async function refresh(token: string): Promise<{ status: number; token: string }> {
  const response = await http.post(`${AUTH}/refresh`).send({ refresh_token: token });
  return { status: response.status, token: String(response.body.refresh_token) };
}

describe('registration', () => {
  it('gives a token response and an account with the role user', async () => {
    const email = newEmail();
    const { body } = await http
      .post(`${AUTH}/register`)
      .send({ email, ...NEW, company_name: 'Example Ltd', job_title: null })
      .expect(201);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^[\w-]{16}\.[\w-]{43}$/),
      token_type: 'bearer',
      expires_in: 900,
      user_id: expect.stringMatching(/^[0-9a-f]{24}$/),
      email,
      full_name: 'Grace Example',
      job_title: null,
      company_name: 'Example Ltd',
      role: 'user',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    const me = await authorized(url, body.access_token).get(`${AUTH}/me`).expect(200);
    expect(me.body).toMatchObject({ id: body.user_id, email, role: 'user', is_active: true });
    expect(JSON.stringify(me.body)).not.toMatch(/argon2|password/);
  });

  it('stores neither the password nor the refresh token', async () => {
    const { userId, password, refreshToken } = await register(url);
    const [user, session] = await Promise.all([
      accounts.database.collection('users').findOne({ _id: idOf(userId) }),
      accounts.database.collection('sessions').findOne({ user_id: idOf(userId) }),
    ]);
    const stored = JSON.stringify([user, session]);
    expect(user?.['password_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(stored).not.toContain(password);
    expect(stored).not.toContain(refreshToken.split('.')[1]);
  });

  it('refuses an address that differs in case only with 409', async () => {
    const { email } = await register(url);
    const before = await accounts.counts();
    const again = await http.post(`${AUTH}/register`).send({ ...NEW, email: email.toUpperCase() });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'email_taken', status: 409 });
    expect(await accounts.counts()).toEqual(before);
  });

  it('gives one address to one of twenty who ask for it at once', async () => {
    const email = newEmail();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => http.post(`${AUTH}/register`).send({ ...NEW, email })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
  });

  it.each([
    ['a short password', { password: '1234567' }, '/password'],
    ['a password of 129 characters', { password: 'x'.repeat(129) }, '/password'],
    ['an address that is none', { email: 'nobody' }, '/email'],
    ['an operator for an address', { email: { $ne: null } }, '/email'],
    ['a name of one letter', { full_name: 'A' }, '/full_name'],
    ['a name with a control character', { full_name: 'Ada\u0007 Example' }, '/full_name'],
    ['a role', { role: 'super_admin' }, '/role'],
    ['an operator for a field', { $where: '1' }, '/$where'],
    ['a dotted field', { 'a.b': 1 }, '/a.b'],
  ])('refuses %s with 422 and writes nothing', async (_, fields, path) => {
    const before = await accounts.counts();
    const response = await http.post(`${AUTH}/register`).send({ email: newEmail(), ...NEW, ...fields });
    expect(response.status).toBe(422);
    expect(response.body.errors).toContainEqual({ path, message: expect.stringMatching(/\.$|\S/) });
    expect(await accounts.counts()).toEqual(before);
    expect(accounts.announced).toEqual([]);
  });
});

describe('login', () => {
  it('compares the address without case', async () => {
    const { email, userId } = await register(url, { email: `Mixed.${newEmail()}` });
    const answer = await signIn(url, email.toUpperCase());
    expect(answer.userId).toBe(userId);
  });

  it('says the same of an unknown address and of a wrong password', async () => {
    const { email } = await register(url);
    const wrong = await http.post(`${AUTH}/login`).send({ email, password: 'not this one' });
    const unknown = await http.post(`${AUTH}/login`).send({ email: newEmail(), password: 'not this one' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each(['known', 'unknown'])(
    'lets five of forty failures at once through for a %s account',
    async (kind) => {
      const email = kind === 'known' ? (await register(url)).email : newEmail();
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => http.post(`${AUTH}/login`).send({ email, password: 'a guess' })),
      );
      const refused = answers.filter(({ status }) => status === 429);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
      expect(refused).toHaveLength(35);
      for (const { headers } of refused) {
        expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
        expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
      }
    },
  );

  it('refuses the right password too after too many failures, whatever the case of the address', async () => {
    const { email, password } = await register(url);
    for (let failure = 0; failure < 5; failure += 1) {
      await http.post(`${AUTH}/login`).send({ email, password: 'a guess' }).expect(401);
    }
    await http.post(`${AUTH}/login`).send({ email: email.toUpperCase(), password }).expect(429);
  });

  it('never refuses twenty good logins at once', async () => {
    const { email, password } = await register(url);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => http.post(`${AUTH}/login`).send({ email, password })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });
});

describe('refresh', () => {
  it('rotates the token', async () => {
    const { refreshToken } = await register(url);
    const first = await refresh(refreshToken);
    expect(first.status).toBe(200);
    expect(first.token).not.toBe(refreshToken);
    expect((await refresh(first.token)).status).toBe(200);
  });

  it('ends the whole family when an old token comes back, and no other family', async () => {
    const { refreshToken, email } = await register(url);
    const elsewhere = await signIn(url, email);
    const second = await refresh(refreshToken);
    const third = await refresh(second.token);
    expect((await refresh(refreshToken)).status).toBe(401);
    expect((await refresh(third.token)).status).toBe(401);
    expect((await refresh(elsewhere.refreshToken)).status).toBe(200);
  });

  it('lets exactly one of fifty succeed that use one token at once', async () => {
    const { refreshToken, userId } = await register(url);
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)));
    const succeeded = answers.filter(({ status }) => status === 200);
    expect(succeeded).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
    // The 49 were reuse: the family is gone, with the token of the one that succeeded.
    expect(await accounts.database.collection('sessions').findOne({ user_id: idOf(userId) })).toBeNull();
    expect((await refresh(succeeded[0]?.token ?? '')).status).toBe(401);
  });

  it('refuses an expired token', async () => {
    const { refreshToken, userId } = await register(url);
    await accounts.database
      .collection('sessions')
      .updateOne({ user_id: idOf(userId) }, { $set: { expires_at: new Date(Date.now() - 1) } });
    expect((await refresh(refreshToken)).status).toBe(401);
  });

  it.each(['x', `${'a'.repeat(16)}.${'b'.repeat(43)}`])(
    'refuses what is no token of ours (%s)',
    async (token) => {
      expect((await refresh(token)).status).toBe(401);
    },
  );

  it('ends with the logout, which may be repeated', async () => {
    const { refreshToken } = await register(url);
    await http.post(`${AUTH}/logout`).send({ refresh_token: refreshToken }).expect(204);
    await http.post(`${AUTH}/logout`).send({ refresh_token: refreshToken }).expect(204);
    await http.post(`${AUTH}/logout`).send({ refresh_token: 'none of ours' }).expect(204);
    expect((await refresh(refreshToken)).status).toBe(401);
  });
});

describe('access tokens', () => {
  it('are needed', async () => {
    const response = await http.get(`${AUTH}/me`);
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="inframind"');
    expect(response.body).toMatchObject({ code: 'token_missing', status: 401 });
  });

  it('take their scheme in any case', async () => {
    const { accessToken } = await register(url);
    await http.get(`${AUTH}/me`).set('authorization', `bEARER ${accessToken}`).expect(200);
    await http.get(`${AUTH}/me`).set('authorization', `Basic ${accessToken}`).expect(401);
  });

  it('are refused when forged, of another algorithm, expired or incomplete', async () => {
    const { userId, accessToken } = await register(url);
    const nowS = Math.floor(Date.now() / 1000);
    const claims = { sub: userId, iss: 'inframind', iat: nowS, exp: nowS + 60, jti: 'x' };
    const { jwtSecret } = accounts.service.config.auth;
    expect(await statusOf(jwt('HS256', claims, jwtSecret))).toBe(200);
    const [header, payload, signature] = accessToken.split('.');
    const bad = {
      otherSecret: jwt('HS256', claims, 'another secret of thirty-two letters'),
      none: jwt('none', claims, jwtSecret).replace(/[^.]*$/, ''),
      noneSigned: jwt('none', claims, jwtSecret),
      otherAlgorithm: jwt('HS512', claims, jwtSecret),
      expired: jwt('HS256', { ...claims, exp: nowS }, jwtSecret),
      endless: jwt('HS256', { ...claims, exp: undefined }, jwtSecret),
      nobodys: jwt('HS256', { ...claims, sub: undefined }, jwtSecret),
      notAnId: jwt('HS256', { ...claims, sub: 'root' }, jwtSecret),
      otherIssuer: jwt('HS256', { ...claims, iss: 'elsewhere' }, jwtSecret),
      unsigned: `${header}.${payload}.`,
      otherPayload: `${header}.${encode({ ...claims, sub: accounts.root.userId })}.${signature}`,
      long: `${accessToken}${'x'.repeat(2000)}`,
      empty: '',
    };
    const statuses: Record<string, number> = {};
    for (const [name, token] of Object.entries(bad)) statuses[name] = await statusOf(token);
    expect(statuses).toEqual(Object.fromEntries(Object.keys(bad).map((name) => [name, 401])));
  });

  it('that were valid and are remembered end with their time', async () => {
    const { userId } = await register(url);
    const endingIn = (seconds: number) => {
      const nowS = Math.floor(Date.now() / 1000);
      const claims = { sub: userId, iss: 'inframind', iat: nowS, exp: nowS + seconds };
      return { claims, token: jwt('HS256', claims, accounts.service.config.auth.jwtSecret) };
    };
    let { claims, token } = endingIn(2);
    // Where the machine stood still for longer than that, one that lives longer.
    let status = await statusOf(token);
    if (status !== 200) {
      ({ claims, token } = endingIn(20));
      status = await statusOf(token);
    }
    expect(status).toBe(200);
    await eventually(async () => (await statusOf(token)) === 401, { what: 'the token ends' });
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(claims.exp);
  });

  it('of an account that is gone are refused', async () => {
    const nowS = Math.floor(Date.now() / 1000);
    const claims = { sub: 'a'.repeat(24), iss: 'inframind', iat: nowS, exp: nowS + 60 };
    expect(await statusOf(jwt('HS256', claims, accounts.service.config.auth.jwtSecret))).toBe(401);
  });
});

async function statusOf(token: string): Promise<number> {
  return (await http.get(`${AUTH}/me`).set('authorization', `Bearer ${token}`)).status;
}

function idOf(userId: string): InstanceType<(typeof accounts.database.base.Types)['ObjectId']> {
  return new accounts.database.base.Types.ObjectId(userId);
}

const HASHES = { HS256: 'sha256', HS512: 'sha512', none: 'sha256' } as const;

/** A token made by hand: no library stands between the test and what it wants to forge. */
function jwt(alg: keyof typeof HASHES, claims: Record<string, unknown>, secret: string): string {
  const body = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${createHmac(HASHES[alg], secret).update(body).digest('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

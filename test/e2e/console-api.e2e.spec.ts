import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleStream, MAX_PAGES } from '../../src/features/console/console-stream.js';
import { LOGGER } from '../../src/platform/logging/index.js';
import { SampleAdmin } from '../../src/platform/security/sample-admin.js';
import type { UserId } from '../../src/kernel/ids.js';
import {
  eventually,
  nodeOf,
  settledEnvironment,
  type SignedIn,
  startApp,
  undisturbed,
} from '../support/app.js';
import { endingToken } from '../support/ending-token.js';
import { openStream } from '../support/event-stream.js';
import { type Accounts, startAccounts } from './accounts.js';

const API = '/api/v2/cache-admin';
type Json = Record<string, unknown>;

let accounts: Accounts;
let admin: SignedIn;
let user: SignedIn;
let id: string;
let logged: Json[];

beforeAll(async () => {
  accounts = await startAccounts({
    ...(await settledEnvironment()),
    INSTANCE_ID: 'one',
    LOG_LEVEL: 'silent',
  });
  [admin, user] = await Promise.all([accounts.holderOf('admin'), accounts.holderOf('user')]);
  logged = listenToLog();
});
afterAll(() => accounts.service.close());
beforeEach(beginAnew);

async function beginAnew(): Promise<void> {
  id = await create();
  logged.length = 0;
}

/** Redis answers all along, or it is played again. */
const together = (scenario: () => Promise<void>) => (): Promise<void> =>
  undisturbed([nodeOf(accounts.service)], async () => {
    await beginAnew();
    await scenario();
  });

/** What the console logs, as it hands it to the logger. */
function listenToLog(): Json[] {
  const lines: Json[] = [];
  const logger = accounts.service.app.get<{ info: (line: Json, message: string) => void }>(LOGGER);
  const info = logger.info.bind(logger);
  logger.info = (line, message) => {
    if (message === 'cache administration') lines.push(line);
    info(line, message);
  };
  return lines;
}

async function create(): Promise<string> {
  const { body } = await user.http.post('/api/v2/assessments').send({ title: 'looked at' }).expect(201);
  return String((body as Json)['id']);
}

async function read(): Promise<string> {
  const { headers } = await user.http.get(`/api/v2/assessments/${id}`).expect(200);
  return /detail=([\w-]+)/.exec(String(headers['cache-status']))?.[1] ?? 'database';
}

describe('the cache’s administration over HTTP', () => {
  it('is for administrators and up, every call of it', async () => {
    const calls = ['overview', 'stream', 'switches', `explain?key=assessment:${id}:details`];
    for (const call of calls) {
      await accounts.service.http.get(`${API}/${call}`).expect(401);
      for (const role of ['user', 'manager'] as const) {
        const holder = role === 'user' ? user : await accounts.holderOf(role);
        await holder.http.get(`${API}/${call}`).expect(403);
      }
    }
    for (const call of ['purge', 'try']) {
      await accounts.service.http.post(`${API}/${call}`).send({}).expect(401);
      await user.http.post(`${API}/${call}`).send({}).expect(403);
    }
    expect(logged).toEqual([]);
  });

  it(
    'explains a key and a path alike, and says who asked',
    together(async () => {
      await read();
      const key = `assessment:${id}:details`;
      const byKey = await admin.http.get(`${API}/explain`).query({ key }).expect(200);
      const byPath = await admin.http
        .get(`${API}/explain`)
        .query({ path: `/api/v2/assessments/${id}?x=1` })
        .expect(200);
      expect(byKey.body).toMatchObject({
        key,
        scope: `assessment:${id}`,
        resource: 'assessment_details',
        instance_id: 'one',
        next: 'l1',
        pending: false,
        l1: { owner_id: user.userId },
        l2: { owner_id: user.userId },
      });
      expect((byPath.body as Json)['key']).toBe(key);
      expect(logged).toEqual([
        { userId: admin.userId, action: 'explain', target: key },
        { userId: admin.userId, action: 'explain', target: key },
      ]);
    }),
  );

  it('names the key of the caller where a resource is everybody’s own', async () => {
    const { body } = await admin.http
      .get(`${API}/explain`)
      .query({ path: '/api/v2/dashboard/overview' })
      .expect(200);
    expect((body as Json)['key']).toBe(`dashboard:overview:${admin.userId}`);
  });

  it.each([
    [{}, 422],
    [{ key: 'a', path: '/api/v2/assessments/1' }, 422],
    [{ path: 'https://example.com/' }, 422],
    [{ path: '//example.com/api/' }, 422],
    [{ key: '' }, 422],
    [{ key: 'x'.repeat(301) }, 422],
    [{ key: 'a\nb' }, 422],
    [{ key: 'nobody:makes:this' }, 404],
    [{ path: '/api/v2/users' }, 404],
    [{ path: '/api/v2/assessments/not-an-id' }, 404],
    [{ path: '/api/v2/assessments/%zz' }, 404],
    [{ path: '/api/v2/assessments/%00' }, 404],
  ])('refuses to explain %j with a problem', async (query, status) => {
    const response = await admin.http.get(`${API}/explain`).query(query).expect(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it(
    'purges a scope in every tier, tells of it among the writes, and logs who did it',
    together(async () => {
      await read();
      expect(await read()).toBe('l1');
      const { body } = await admin.http
        .post(`${API}/purge`)
        .send({ scope: `assessment:${id}` })
        .expect(200);
      expect(body).toMatchObject({ scope: `assessment:${id}` });
      expect(await read()).toBe('database');
      expect(logged).toEqual([{ userId: admin.userId, action: 'purge', target: `assessment:${id}` }]);
      await eventually(async () => {
        const overview = await admin.http.get(`${API}/overview`).expect(200);
        const { writes } = overview.body as { writes: { type: string; scopes: string[] }[] };
        return writes.some(({ type, scopes }) => type === 'cache.purged' && scopes[0] === `assessment:${id}`);
      });
    }),
  );

  it.each([
    [{}, 422],
    [{ scope: 7 }, 422],
    [{ scope: 'assessment:*', also: true }, 422],
    [{ scope: 'assessment:*' }, 404],
    [{ scope: 'assessment:{x}' }, 404],
    [{ scope: 'somebody:else' }, 404],
  ])('refuses to purge %j', async (body, status) => {
    await admin.http.post(`${API}/purge`).send(body).expect(status);
  });

  it(
    'tries a request in the caller’s name and tells its way',
    together(async () => {
      const path = `/api/v2/assessments/${id}`;
      const results = async (body: Json): Promise<string[]> => {
        const answer = await admin.http.post(`${API}/try`).send(body).expect(200);
        return (answer.body as { steps: { result: string }[] }).steps.map(({ result }) => result);
      };
      expect(await results({ path })).toEqual(['miss', 'miss', 'loaded']);
      expect(await results({ path })).toEqual(['hit', 'not-asked', 'not-asked']);
      expect(await results({ path, fresh: true })).toEqual(['passed', 'passed', 'loaded']);
      const { body } = await admin.http.post(`${API}/try`).send({ path }).expect(200);
      expect(body).toMatchObject({ status: 200, key: `assessment:${id}:details`, scope: `assessment:${id}` });
      expect((body as Json)['cache_status']).toMatch(/^inframind; hit; .*detail=l1$/);
      expect(logged.at(-1)).toEqual({
        userId: admin.userId,
        action: 'try',
        target: `assessment:${id}:details`,
      });
    }),
  );

  it('tries nothing but cached routes, and so never itself', async () => {
    for (const path of [`${API}/stream`, '/api/v2/users', '/api/../console']) {
      await admin.http.post(`${API}/try`).send({ path }).expect(404);
    }
    await admin.http.post(`${API}/try`).send({ path: '/console' }).expect(422);
    const missing = '0'.repeat(24);
    const { body } = await admin.http
      .post(`${API}/try`)
      .send({ path: `/api/v2/assessments/${missing}` })
      .expect(200);
    expect(body).toMatchObject({ status: 404, cache_status: null });
  });

  it('tells the way of a request that is answered with a refusal', async () => {
    const way = async (path: string, fresh = false) => {
      const { body } = await admin.http.post(`${API}/try`).send({ path, fresh }).expect(200);
      const { status, scope, stored, steps } = body as Json & { steps: { result: string }[] };
      return { status, scope, stored, results: steps.map(({ result }) => result) };
    };
    const missing = '0'.repeat(24);
    for (const _ of ['a first time', 'again: it was not stored']) {
      expect(await way(`/api/v2/assessments/${missing}`)).toEqual({
        status: 404,
        scope: `assessment:${missing}`,
        stored: false,
        results: ['miss', 'miss', 'nothing'],
      });
    }
    const fresh = await way(`/api/v2/assessments/${missing}`, true);
    expect(fresh).toMatchObject({ status: 404, results: ['passed', 'passed', 'nothing'] });
    const malformed = await way('/api/v2/assessments/no-id');
    expect(malformed).toMatchObject({ status: 404, results: ['passed', 'passed', 'refused'] });
    const unfit = await way(`/api/v2/recommendations/${id}?confidence_min=much`);
    expect(unfit).toMatchObject({ status: 422, results: ['passed', 'passed', 'refused'] });
    const unreachable = await way(`/api/v2/assessments/${'0'.repeat(101)}`);
    expect(unreachable.results).toEqual(['not-asked', 'not-asked', 'not-asked']);
  });

  it('shows the switches by their variables’ names, and no secret or address', async () => {
    const { text, body } = await admin.http.get(`${API}/switches`).expect(200);
    const { switches } = body as { switches: { variable: string; value: string }[] };
    const valueOf = (name: string) => switches.find(({ variable }) => variable === name)?.value;
    expect(valueOf('CACHE_ENABLED')).toBe('on');
    expect(valueOf('CACHE_LEASE_MS')).toBe('6000');
    expect(valueOf('REDIS_URL')).toBe('set');
    const { config } = accounts.service;
    const secrets = [
      config.auth.jwtSecret,
      config.auth.admin?.password,
      config.mongodb.uri,
      ...(config.redis?.urls ?? []),
    ];
    expect(secrets.filter((secret) => text.includes(String(secret)))).toEqual([]);
  });
});

describe('the stream', () => {
  it('begins with all that is known and goes on with what happens', async () => {
    const stream = await openStream(`${accounts.service.url}${API}/stream`, admin.accessToken);
    try {
      const overview = await stream.next('overview');
      expect(overview).toMatchObject({ instance_id: 'one', others: 'heard' });
      await user.http
        .put(`/api/v2/assessments/${id}`)
        .send({ title: '<img src=x onerror=alert(1)>' })
        .expect(200);
      const isIt = ({ type, scopes }: Json) =>
        type === 'assessment.updated' && (scopes as string[]).includes(`assessment:${id}`);
      const beat = await stream.until('beat', ({ writes }) => (writes as Json[]).some(isIt));
      expect((beat['writes'] as Json[]).find(isIt)).toMatchObject({
        instance_id: 'one',
        outcome: 'written',
        begin_ms: expect.any(Number),
        write_ms: expect.any(Number),
        commit_ms: expect.any(Number),
      });
      await Promise.all(Array.from({ length: 20 }, () => read()));
      const sample = await stream.until('beat', (beat) => {
        const reads = (beat['sample'] as { per_second: { l1: number } } | undefined)?.per_second.l1 ?? 0;
        return reads > 0;
      });
      expect(sample['latency']).toMatchObject({ l1: { count: expect.any(Number) } });
      expect(logged).toContainEqual({ userId: admin.userId, action: 'watch', target: undefined });
    } finally {
      stream.close();
    }
  });

  it('ends when the account may no longer watch', async () => {
    const former = await accounts.holderOf('admin');
    const stream = await openStream(`${accounts.service.url}${API}/stream`, former.accessToken);
    await stream.next('overview');
    await accounts.root.http.patch(`/api/v2/users/${former.userId}`).send({ role: 'user' }).expect(200);
    await stream.ended;
    await former.http.get(`${API}/stream`).expect(403);
  });

  it('ends with the token that opened it, whenever that was', async () => {
    const token = endingToken(accounts.service.config, admin.userId, 4);
    const stream = await openStream(`${accounts.service.url}${API}/stream`, token);
    await stream.next('overview');
    await stream.ended;
    const again = await openStream(`${accounts.service.url}${API}/stream`, admin.accessToken);
    await again.next('overview');
    again.close();
  });

  it('is refused beyond a number of pages, and given again when one has closed', async () => {
    const url = `${accounts.service.url}${API}/stream`;
    const streams = await Promise.all(
      Array.from({ length: MAX_PAGES }, () => openStream(url, admin.accessToken)),
    );
    const refused = await fetch(url, { headers: { authorization: `Bearer ${admin.accessToken}` } });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    await refused.arrayBuffer();
    for (const stream of streams) stream.close();
    await eventually(async () => {
      const again = await openStream(url, admin.accessToken).catch(() => null);
      again?.close();
      return again !== null;
    });
  });

  it('ends with the service, which does not wait for it', async () => {
    const service = await startApp({
      ADMIN_EMAIL: 'root@example.com',
      ADMIN_PASSWORD: 'the first of all passwords',
    });
    const login = await service.http
      .post('/api/v2/auth/login')
      .send({ email: 'root@example.com', password: 'the first of all passwords' });
    const token = String((login.body as Json)['access_token']);
    const stream = await openStream(`${service.url}${API}/stream`, token);
    await stream.next('overview');
    await Promise.all([service.close(), stream.ended]);
  });

  it('lets a page go that does not read', async () => {
    const written: number[] = [];
    class Stuck extends Writable {
      override _write(chunk: Buffer): void {
        written.push(chunk.length); // never done: nobody reads
      }
    }
    const stuck = Object.assign(new Stuck(), { setHeader: () => undefined, writeHead: () => undefined });
    watchThrough(stuck, admin);
    stuck.write(Buffer.alloc(2_000_000));
    await eventually(() => stuck.destroyed);
  });

  it('has done with a page that has ended and does not read its end', async () => {
    const former = await accounts.holderOf('admin');
    const answers: ServerResponse[] = [];
    const server = createServer((_, response) => answers.push(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause(); // of a server that listens
    client.write('GET / HTTP/1.1\r\nhost: page\r\n\r\n');
    try {
      await eventually(() => answers.length === 1);
      const [response] = answers as [ServerResponse]; // seen in the line above
      watchThrough(response, former);
      // Until the network takes no more: what is written then waits in this process.
      for (; response.writableLength < 500_000; await turn()) response.write(Buffer.alloc(100_000));
      await accounts.root.http.patch(`/api/v2/users/${former.userId}`).send({ role: 'user' }).expect(200);
      await eventually(() => response.destroyed);
    } finally {
      client.destroy();
      server.close();
    }
  });

  it('keeps no place for a client that left before it began', async () => {
    const url = new URL(accounts.service.url);
    const request = `GET ${API}/stream HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${admin.accessToken}\r\n\r\n`;
    for (let left = 0; left < MAX_PAGES; left += 1) {
      // The account is looked up in the database then, and while that lasts the client leaves.
      await accounts.root.http
        .post(`${API}/purge`)
        .send({ scope: `manager:account:${admin.userId}` })
        .expect(200);
      const client = connect(Number(url.port), url.hostname);
      client.write(request, () => client.resetAndDestroy());
      await once(client, 'close');
    }
    const stream = await openStream(`${url.origin}${API}/stream`, admin.accessToken);
    await stream.next('overview');
    stream.close();
  });

  it('answers HEAD with the head alone', async () => {
    const { headers } = await admin.http.head(`${API}/stream`).expect(200);
    expect(headers['content-type']).toContain('text/event-stream');
  });

  /** Opens the stream into this response, as for a request of theirs. */
  function watchThrough(raw: Writable, { userId }: SignedIn): void {
    const reply = { getHeaders: () => ({}), hijack: () => undefined, raw, request: { method: 'GET' } };
    const stream = accounts.service.app.get(ConsoleStream, { strict: false });
    stream.open({ userId: userId as UserId, role: 'admin' }, Infinity, reply as never); // what `open` uses of a reply
  }
});

describe('the sample administrator’s one click', () => {
  const PATH = `${API}/sample-session`;
  const local = () => new URL(accounts.service.url).host;

  it('is not offered where this process made no samples', async () => {
    await accounts.service.http.get(PATH).expect(200, { available: false });
    await accounts.service.http.post(PATH).set('origin', accounts.service.url).expect(404);
  });

  describe('where it made some', () => {
    beforeAll(() =>
      accounts.service.app.get(SampleAdmin, { strict: false }).remember(admin.userId as UserId),
    );

    it('gives the service’s own page a token', async () => {
      await accounts.service.http.get(PATH).expect(200, { available: true });
      const { body } = await accounts.service.http.post(PATH).set('origin', accounts.service.url).expect(200);
      const token = String((body as Json)['access_token']);
      await accounts.service.http.get(`${API}/overview`).set('authorization', `Bearer ${token}`).expect(200);
    });

    it.each([
      ['without an origin', {}, 403],
      ['from another site', { origin: 'https://example.com' }, 403],
      ['from another port', { origin: 'http://127.0.0.1:1' }, 403],
      ['from a page that a browser calls another site’s', { 'sec-fetch-site': 'cross-site' }, 403],
      ['for a foreign name that leads here', { host: 'evil.example', origin: 'http://evil.example' }, 404],
      ['through a proxy', { 'x-forwarded-for': '203.0.113.7' }, 404],
    ])('refuses %s', async (_, headers: Record<string, string>, status) => {
      const own = 'sec-fetch-site' in headers || 'x-forwarded-for' in headers;
      const request = accounts.service.http.post(PATH).set({ host: local(), ...headers });
      const response = await (own ? request.set('origin', `http://${local()}`) : request);
      expect(response.status).toBe(status);
      expect(response.text).not.toContain('access_token');
    });
  });

  it('does not exist in production', async () => {
    const production = await startApp({
      NODE_ENV: 'production',
      JWT_SECRET: 'a secret that is long enough for production',
    });
    try {
      production.app.get(SampleAdmin, { strict: false }).remember(admin.userId as UserId);
      await production.http.get(PATH).expect(404);
      await production.http.post(PATH).set('origin', production.url).expect(404);
    } finally {
      await production.close();
    }
  });
});

describe('the page’s files', () => {
  it('are served with a strict policy and an ETag', async () => {
    const page = await accounts.service.http.get('/console').expect(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https:|data:|\*/);
    expect(page.text).not.toMatch(
      /<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|https?:\/\/(?!www\.w3\.org)/,
    );
    await accounts.service.http
      .get('/console')
      .set('if-none-match', String(page.headers['etag']))
      .expect(304);
    for (const [, file] of page.text.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)) {
      const { headers } = await accounts.service.http.get(String(file)).expect(200);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it.each(['nothing.js', '..%2fconsole.module.ts', '%2e%2e%2findex.ts', 'tsconfig.json', '__proto__'])(
    'are a closed set: %s is not among them',
    async (name) => {
      await accounts.service.http.get(`/console/${name}`).expect(404);
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { Draining } from '../../src/platform/health/index.js';
import { eventually, ownEnvironment, startApp, startProxy, type TestApp } from '../support/app.js';

type Json = Record<string, unknown>;

let service: TestApp;
let document: Json;

beforeAll(async () => {
  service = await startApp();
  document = (await supertest(service.url).get('/openapi.json')).body;
});
afterAll(() => service.close());

function* walk(value: unknown, path = ''): Generator<[path: string, value: Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Json];
  for (const [key, child] of Object.entries(value)) yield* walk(child, `${path}/${key}`);
}

function operations(): readonly (readonly [name: string, operation: Json])[] {
  const methods = new Set(['get', 'put', 'post', 'delete', 'patch']);
  return Object.entries(document['paths'] as Record<string, Json>).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation as Json] as const),
  );
}

describe('GET /openapi.json', () => {
  it('is OpenAPI 3.1 without what 3.1 no longer has', () => {
    expect(document['openapi']).toBe('3.1.0');
    for (const [path, value] of walk((document['components'] as Json)['schemas'])) {
      expect([path, 'nullable' in value && typeof value['nullable'] === 'boolean']).toEqual([path, false]);
    }
  });

  it('has no reference that leads nowhere', () => {
    const references = [...walk(document)].flatMap(([path, { $ref }]) =>
      typeof $ref === 'string' ? [[path, $ref] as const] : [],
    );
    expect(references.length).toBeGreaterThan(10);
    for (const [path, reference] of references) {
      const target = reference
        .slice('#/'.length)
        .split('/')
        .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], document);
      expect([path, reference, typeof target]).toEqual([path, reference, 'object']);
    }
  });

  it('names each operation once, says what it does, and gives it answers, each with a description', () => {
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const silent = operations().filter(([, { summary }]) => typeof summary !== 'string' || summary === '');
    expect(silent.map(([name]) => name)).toEqual([]);
    for (const [name, { responses }] of operations()) {
      const answers = Object.values(responses as Record<string, Json>);
      expect([name, answers.every(({ description }) => typeof description === 'string')]).toEqual([
        name,
        true,
      ]);
    }
  });

  it('states every parameter of a path', () => {
    for (const [name, { parameters }] of operations()) {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const stated = ((parameters ?? []) as Json[])
        .filter((each) => each['in'] === 'path')
        .map((each) => each['name']);
      expect([name, new Set(stated)]).toEqual([name, new Set(inPath)]);
    }
  });

  it('says of every operation how it fails, and of all but the public ones that they need a token', () => {
    for (const [name, { responses, security }] of operations()) {
      expect([name, (responses as Json)['default']]).toEqual([
        name,
        expect.objectContaining({ content: { 'application/problem+json': expect.anything() } }),
      ]);
      const isPublic = /\/(auth\/(register|login|refresh|logout)|cache-admin\/sample-session)$/.test(name);
      expect([name, security]).toEqual([name, isPublic ? [] : [{ bearer: [] }]]);
    }
  });

  it('uses no component both for what comes in and for what goes out: the shapes differ where defaults and null are', () => {
    const into = new Set<string>();
    const out = new Set<string>();
    for (const [, { requestBody, parameters, responses }] of operations()) {
      collect([requestBody, parameters], into);
      collect(responses, out);
    }
    expect(into.size).toBeGreaterThan(2);
    expect([...into].filter((name) => out.has(name))).toEqual([]);
  });

  it('tells the bounds of the validation', () => {
    const titles = [...walk(document['components'])].flatMap(([path, value]) =>
      path.endsWith('/properties/title') && 'maxLength' in value ? [value] : [],
    );
    expect(titles.length).toBeGreaterThan(0);
    for (const title of titles) expect(title).toMatchObject({ minLength: 1, maxLength: 200 });
    const limit = operations()
      .flatMap(([, { parameters }]) => (parameters ?? []) as Json[])
      .find(({ name }) => name === 'limit');
    expect(limit).toMatchObject({ in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } });
  });
});

/** The names of the components that `value` refers to, directly or through others. */
function collect(value: unknown, names: Set<string>): void {
  for (const [, { $ref }] of walk(value)) {
    const name = typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined;
    if (name === undefined || names.has(name)) continue;
    names.add(name);
    collect((document['components'] as Record<string, Json>)['schemas']?.[name], names);
  }
}

describe('health', () => {
  it('tells of the database, Redis and the cache, and is ready', async () => {
    const { status, body } = await service.http.get('/health');
    expect(status).toBe(200);
    expect(body.details).toMatchObject({
      process: { status: 'up' },
      database: { status: 'up' },
      redis: { status: 'up' },
      cache: { status: 'up', mode: 'available' },
    });
    expect((await service.http.get('/health/ready')).body.status).toBe('ok');
    expect((await service.http.get('/health/live')).body.status).toBe('ok');
  });

  it('stays ready without Redis', async () => {
    const alone = await startApp({ REDIS_URL: '' });
    const { status, body } = await alone.http.get('/health/ready');
    await alone.close();
    expect([status, body.details.redis.message]).toEqual([200, 'not configured']);
  });

  it('is not ready for new work while it stops, and alive all the same', async () => {
    const stopping = await startApp({ REDIS_URL: '' });
    await stopping.app.get(Draining).beforeApplicationShutdown();
    const ready = await stopping.http.get('/health/ready');
    const live = await stopping.http.get('/health/live');
    await stopping.close();
    expect([ready.status, ready.body.status, ready.body.error.process.status]).toEqual([
      503,
      'error',
      'down',
    ]);
    expect([live.status, live.body.status]).toEqual([200, 'ok']);
  });

  it('is not ready while its database does not answer, says so without waiting for it, and names no host', async () => {
    const database = new URL(ownEnvironment()['MONGODB_URI'] ?? '');
    const proxy = await startProxy({ port: Number(database.port) });
    const behind = new URL(database);
    behind.port = String(proxy.port);
    behind.search = '?directConnection=true'; // the members' own addresses would lead past the proxy
    const app = await startApp({
      REDIS_URL: '',
      CACHE_WATCH_DATABASE: 'off',
      MONGODB_URI: behind.toString(),
    });
    proxy.freeze();
    const { status, body, text } = await app.http.get('/health/ready'); // while nothing comes from the database
    expect([status, body.error]).toEqual([503, { database: { status: 'down', message: 'does not answer' } }]);
    expect(text).not.toMatch(/127\.0\.0\.1|timeout of/);
    proxy.thaw();
    await eventually(async () => (await app.http.get('/health/ready')).status === 200);
    await app.close();
    await proxy.close();
  });
});

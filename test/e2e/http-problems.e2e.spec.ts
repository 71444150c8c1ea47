import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { eventually } from '../support/eventually.mjs';
import { gate, type HttpApp, reached, sendRaw, startHttpApp } from './http/http-app.js';

let service: HttpApp;
let http: ReturnType<typeof supertest>;

beforeAll(async () => {
  service = await startHttpApp();
  http = supertest(service.url);
});
afterAll(() => service.app.close());
beforeEach(() => {
  service.log.length = 0;
  reached.length = 0;
});

/** The log once it has this many lines. */
async function lines(count: number): Promise<readonly Record<string, unknown>[]> {
  await eventually(() => service.log.length === count);
  return service.log;
}

function expectProblem(response: supertest.Response, status: number, code: string): void {
  expect(response.status).toBe(status);
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(response.headers['x-request-id']).toMatch(/^[\w-]{16}$/);
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.body).toMatchObject({
    status,
    code,
    type: expect.stringMatching(/^urn:inframind:problem:[a-z-]+$/),
    title: expect.stringMatching(/^[A-Z]/),
    detail: expect.stringMatching(/^[A-Z\d].*\.$/),
  });
}

function post(body: string | Buffer, headers: Record<string, string> = {}) {
  return http
    .post('/things')
    .set({ 'content-type': 'application/json', ...headers })
    .serialize(String)
    .send(body.toString());
}

describe('bodies', () => {
  it.each([
    ['{"name":', 'body_not_json'],
    ['', 'body_empty'],
    ['{"name":"x","__proto__":{"admin":true}}', 'body_forbidden_key'],
    ['{"name":"x","constructor":{"prototype":{"admin":true}}}', 'body_forbidden_key'],
    [`{"name":${'['.repeat(100)}${']'.repeat(100)}}`, 'body_too_deep'],
    ['['.repeat(200_000), 'body_too_deep'],
  ])('that are broken or hostile are a 400 (%#)', async (body, code) => {
    expectProblem(await post(body), 400, code);
    expect(reached).toEqual([]);
  });

  it('that are no UTF-8 are a 400', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    const head = `POST /things HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const answer = await sendRaw(service.port, Buffer.concat([Buffer.from(head), body]));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"body_not_utf8"');
  });

  it('that are missing are a 400 where one is needed, and none on a DELETE is fine', async () => {
    expectProblem(await http.post('/things'), 400, 'body_missing');
    const removed = await http.delete('/things/1').set('content-type', 'application/json');
    expect([removed.status, removed.body]).toEqual([200, { body: null }]);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=latin1', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('as %s %j are a 415', async (type, headers) => {
    const response = await post('{"name":"x"}', { 'content-type': type, ...headers });
    expect(response.status).toBe(415);
    expect(response.body.title).toBe('Unsupported media type');
    expect(reached).toEqual([]);
  });

  it('with a charset of UTF-8 in any case are read', async () => {
    const response = await post('{"name":"x"}', { 'content-type': 'application/json; charset="UTF-8"' });
    expect(response.status).toBe(201);
  });

  it('over the limit are a 413 that the client gets to read, with a length and chunked', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(300 * 1024) });
    expectProblem(await post(large), 413, 'body_too_large');
    const chunked = `POST /things HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    expect(await sendRaw(service.port, chunked)).toMatch(/^HTTP\/1\.1 413 /);
    expect(reached).toEqual([]);
  });

  it('with faults are a 422 that points at each of them', async () => {
    const response = await post(
      JSON.stringify({
        name: 'a\nb',
        parts: [{ label: 'x', 'a/b~c': 1 }],
        $where: '1',
        'a.b': 2,
        price: '1.234',
      }),
    );
    expectProblem(response, 422, 'invalid_input');
    const paths = response.body.errors.map((error: { path: string }) => error.path);
    expect(paths.sort()).toEqual(['/$where', '/a.b', '/name', '/parts/0/a~1b~0c', '/price']);
    expect(reached).toEqual([]);
  });

  it('say that a field is required', async () => {
    const { body } = await post('{}');
    expect(body.errors).toEqual([{ path: '/name', message: 'This field is required.' }]);
  });

  it('with thousands of faults get a short answer', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, 1]));
    const response = await post(JSON.stringify(unknown));
    expect(response.body.errors.length).toBeLessThanOrEqual(50);
  });

  it('take null for a field that was not given, and money digit by digit', async () => {
    const response = await post('{"name":"x","notes":null,"price":1200.5}');
    expect([response.status, response.body]).toEqual([201, { name: 'x', price: '1200.50' }]);
  });
});

describe('queries', () => {
  it.each([
    'page=0',
    'limit=1000000000',
    'limit=101',
    'page=x',
    'page=',
    'page=1&page=2',
    'page=-1',
    'page=0x1',
  ])('%s is a 422', async (query) => expectProblem(await http.get(`/things?${query}`), 422, 'invalid_input'));

  it('have defaults, and unknown parameters are ignored', async () => {
    const { body } = await http.get('/things?a[b]=1&__proto__=2&page=3');
    expect(body).toMatchObject({ page: 3, limit: 20 });
  });
});

describe('paths', () => {
  it('that nobody serves are a 404 without the query', async () => {
    const response = await http.get('/nothing/here?token=secret');
    expectProblem(response, 404, 'route_not_found');
    expect(response.body.instance).toBe('/nothing/here');
    expect(JSON.stringify(await lines(1))).not.toContain('secret');
  });

  it('with another method are a 404', async () => {
    expectProblem(await http.put('/things'), 404, 'route_not_found');
  });

  it('that cannot be decoded are a 400 in the same form', async () => {
    const response = await http.get('/%zz');
    expectProblem(response, 400, 'bad_url');
    expect(response.body.instance).toBe('/%25zz');
    expect(await lines(1)).toMatchObject([{ status: 400, requestId: response.headers['x-request-id'] }]);
  });

  it('with a parameter longer than any id are a 404', async () => {
    expectProblem(await http.get(`/things/${'a'.repeat(300)}`), 404, 'not_found');
  });

  it('that are no path at all are answered', async () => {
    const answer = await sendRaw(
      service.port,
      'GET *things HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('what is no request', () => {
  it.each([
    ['a header that overflows', `GET / HTTP/1.1\r\nhost: x\r\nx-large: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['nonsense', 'HELLO WORLD\r\n\r\n', 400],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    [
      'two lengths',
      'POST /things HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
    ],
    ['no host', 'GET /things HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
  ])('%s is a problem, too', async (_, bytes, status) => {
    const answer = await sendRaw(service.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ status });
  });
});

describe('faults of ours', () => {
  it('are a 500 that tells nothing, and a log line with the stack and no e-mail address', async () => {
    const response = await http.get('/things/broken');
    expectProblem(response, 500, 'internal_error');
    expect(JSON.stringify(response.body)).not.toContain('secret');
    const line = service.log.find((entry) => entry['level'] === 'error');
    expect(line).toMatchObject({ requestId: response.headers['x-request-id'], route: '/things/broken' });
    expect(JSON.stringify(line)).toContain('ThingsController.broken');
    expect(JSON.stringify(line)).not.toContain('ada@');
  });

  it('of a driver that nobody translated are a 503, with a doubt after a write', async () => {
    const read = await http.get('/things/driver');
    expectProblem(read, 503, 'dependency_unavailable');
    expect(read.headers['retry-after']).toBe('2');
    expect(JSON.stringify(read.body)).not.toMatch(/27017|may have been/);
    const write = await http.post('/things/driver');
    expectProblem(write, 503, 'dependency_unavailable');
    expect(write.body.detail).toContain('may have been made');
  });

  it('say when to come back in whole seconds', async () => {
    const response = await http.get('/things/busy');
    expectProblem(response, 429, 'busy');
    expect(response.headers['retry-after']).toBe('8');
  });
});

describe('requests', () => {
  it('get an id, or keep theirs if it is harmless', async () => {
    const kept = await http.get('/things').set('x-request-id', 'trace-12345678');
    expect(kept.headers['x-request-id']).toBe('trace-12345678');
    const replaced = await http.get('/things').set('x-request-id', '<script>alert(1)</script>');
    expect(replaced.headers['x-request-id']).toMatch(/^[\w-]{16}$/);
  });

  it('leave one line each: pattern, status, time, id, cache outcome, and no value of theirs', async () => {
    const response = await http.get('/things/cached?email=ada@example.com');
    await http.post('/things').send({ name: 'confidential' });
    await lines(2);
    expect(service.log[0]).toMatchObject({
      level: 'info',
      msg: 'request',
      requestId: response.headers['x-request-id'],
      method: 'GET',
      route: '/things/cached',
      status: 200,
      ms: expect.any(Number),
      cache: 'hit; ttl=212; detail=l1',
    });
    expect(JSON.stringify(service.log)).not.toMatch(/ada@|confidential/);
  });

  it('by HEAD get the headers of GET and no body', async () => {
    const [get, head] = [await http.get('/things'), await http.head('/things')];
    expect(head.status).toBe(200);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.text).toBeUndefined();
  });

  it('that end amid their body are the client’s doing, not the want of a dependency', async () => {
    const head =
      'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n';
    await sendRaw(service.port, `${head}{"na`, true);
    await eventually(() => service.log.some(({ msg }) => msg === 'request'));
    expect(service.log.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(reached).toEqual([]);
  });

  it('that the client gives up are logged as such', async () => {
    const controller = new AbortController();
    const request = fetch(`${service.url}/things/slow`, { signal: controller.signal }).catch(() => undefined);
    await eventually(() => gate.count === 1);
    controller.abort();
    await request;
    await lines(1);
    gate.open();
    expect(service.log[0]).toMatchObject({ route: '/things/slow', status: 499, aborted: true });
  });
});

import { Agent, request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { Draining } from '../../src/platform/health/index.js';
import { eventually } from '../support/eventually.mjs';
import { gate, type HttpApp, sendRaw, startHttpApp } from './http/http-app.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(...given: Parameters<typeof startHttpApp>): Promise<HttpApp> {
  const service = await startHttpApp(...given);
  closing.push(() => service.app.close());
  return service;
}

describe('browsers', () => {
  it('of configured origins may call every method and read the headers that matter', async () => {
    const { url } = await start({ CORS_ORIGINS: 'https://app.example.com' });
    const preflight = await supertest(url)
      .options('/things/1')
      .set({ origin: 'https://app.example.com', 'access-control-request-method': 'PUT' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('https://app.example.com');
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(preflight.headers['access-control-allow-methods']).toContain(method);
    }
    expect(preflight.headers['x-request-id']).toBeDefined();
    const response = await supertest(url).get('/things').set('origin', 'https://app.example.com');
    for (const name of ['ETag', 'Location', 'Cache-Status', 'Retry-After', 'X-Request-Id']) {
      expect(response.headers['access-control-expose-headers']).toContain(name);
    }
  });

  it('of other origins, and of all where none is configured, get no permission', async () => {
    for (const env of [{ CORS_ORIGINS: 'https://app.example.com' }, {}]) {
      const { url } = await start(env);
      const response = await supertest(url).get('/things').set('origin', 'https://evil.example.com');
      expect(response.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('are not forced to TLS where nobody speaks it, and are behind a proxy', async () => {
    const plain = await start();
    const response = await supertest(plain.url).get('/things');
    expect(response.headers['strict-transport-security']).toBeUndefined();
    expect(response.headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    const behind = await start({ TRUST_PROXY: 'true' });
    const secured = await supertest(behind.url).get('/things');
    expect(secured.headers['strict-transport-security']).toContain('max-age=');
    expect(secured.headers['content-security-policy']).toContain('upgrade-insecure-requests');
  });

  it('get the documentation with its scripts under the policy', async () => {
    const { url } = await start();
    const page = await supertest(url).get('/docs');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html']);
    const script = await supertest(url).get('/docs/swagger-ui-bundle.js');
    expect(script.status).toBe(200);
    expect(page.text).not.toMatch(/<script>[^<]/);
  });

  it('are led to the documentation from the bare address, and may end a path with a slash', async () => {
    const { url } = await start();
    const bare = await supertest(url).get('/');
    expect([bare.status, bare.headers['location']]).toEqual([302, '/docs']);
    expect((await supertest(url).get('/things/')).body).toEqual((await supertest(url).get('/things')).body);
  });
});

describe('slow clients', () => {
  it('are cut off with a 408 when their header does not get complete', async () => {
    const { port } = await start(
      {},
      {
        headersTimeoutMs: 200,
        requestTimeoutMs: 400,
        checkIntervalMs: 50,
        keepAliveTimeoutMs: 1_000,
        maxConnections: 10,
      },
    );
    const answers = await Promise.all([
      sendRaw(port, 'GET /things HTTP/1.1\r\nhost: x\r\nx-slow: '),
      sendRaw(
        port,
        'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
      ),
    ]);
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain('"code":"request_timeout"');
    }
  });

  it('cannot hold more connections than the bound', async () => {
    const { port, url } = await start(
      {},
      {
        headersTimeoutMs: 3_000, // all twenty have come by then
        requestTimeoutMs: 4_000,
        checkIntervalMs: 50,
        keepAliveTimeoutMs: 5_000,
        maxConnections: 5,
      },
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => sendRaw(port, 'GET / HT').catch(() => '')),
    );
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 408'))).toHaveLength(5);
    expect((await supertest(url).get('/things')).status).toBe(200);
  });
});

describe('the stop', () => {
  // What is under way to a port in the instant in which it is closed, the system resets: nobody but the clients can help
  // that, hence the window in which they are told. A client here goes elsewhere a second after it was told first.
  it('breaks no request of clients that keep their connections and go elsewhere when told', async () => {
    let counts = await stopUnderLoad();
    // Clients and service are one process here: where it stood still for most of the window, nobody was told in time.
    while (counts.broken > 0 && counts.stoodStillMs > STOOD_STILL_MS) counts = await stopUnderLoad();
    expect(counts.broken).toBe(0);
    expect(counts.told).toBeGreaterThan(8);
  });

  it('answers what is in flight, tells its client to close, and says so while the port is open', async () => {
    const { app, url, port } = await startHttpApp();
    const drain = app.get(Draining);
    const slow = get(port, '/things/slow');
    await eventually(() => gate.count === 1);
    const closed = closeWith(app, 'SIGTERM');
    await eventually(() => drain.isDraining);
    const during = await supertest(url).get('/things');
    expect([during.status, during.headers['connection']]).toEqual([200, 'close']);
    expect(drain.signal.aborted).toBe(true);
    gate.open();
    expect(await slow).toMatchObject({ status: 200, connection: 'close' });
    await closed;
  });

  it('is over first where nobody is there, then where connections only idle, and at last where something does not end', async () => {
    const [deserted, idle, busy] = [await startHttpApp(), await startHttpApp(), await startHttpApp()];
    const socket = connect(idle.port, '127.0.0.1');
    await once(socket, 'connect');
    const endless = get(busy.port, '/things/slow').catch(() => 'broken');
    await eventually(() => gate.count === 1);
    const over: string[] = [];
    await Promise.all(
      Object.entries({ busy, idle, deserted }).map(async ([name, { app }]) => {
        await closeWith(app, 'SIGTERM');
        over.push(name);
      }),
    );
    expect(over).toEqual(['deserted', 'idle', 'busy']);
    expect(await endless).toBe('broken');
    gate.open();
    socket.destroy();
  });
});

/** A second of the window is for clients that were told. */
const STOOD_STILL_MS = 500;

interface StopCounts {
  readonly answered: number;
  readonly told: number;
  readonly broken: number;
  /** The longest time in which this process did nothing. */
  readonly stoodStillMs: number;
}

/** Stops a service while eight clients ask without a rest. */
async function stopUnderLoad(): Promise<StopCounts> {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  const { app, port } = await startHttpApp();
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const counts = { answered: 0, told: 0, broken: 0 };
  const client = async (): Promise<void> => {
    let leaveAtMs = Infinity;
    while (performance.now() < leaveAtMs) {
      try {
        const { status, connection } = await get(port, '/things', agent);
        counts.answered += status === 200 ? 1 : 0;
        if (connection === 'close') {
          counts.told += 1;
          leaveAtMs = Math.min(leaveAtMs, performance.now() + 1_000);
        }
      } catch {
        counts.broken += 1; // counted, and asserted below
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const clients = Array.from({ length: 8 }, client);
  await eventually(() => counts.answered > 50);
  delay.enable();
  await closeWith(app, 'SIGTERM');
  await Promise.all(clients);
  agent.destroy();
  delay.disable();
  return { ...counts, stoodStillMs: delay.max / 1e6 };
}

/** Nest hands the signal on to its hooks; its types do not say so. */
function closeWith(app: { close(signal?: string): Promise<void> }, signal: string): Promise<void> {
  return app.close(signal);
}

interface Answer {
  readonly status: number;
  readonly connection: string | undefined;
}

function get(port: number, path: string, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port, host: '127.0.0.1', path, ...(agent ? { agent } : {}) },
      (response) => {
        response.resume().once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, connection: response.headers.connection }),
        );
      },
    );
    request.once('error', reject).end();
  });
}

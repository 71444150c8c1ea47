import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.mjs';
import { freePort, keepProcess } from './kept-process.mjs';
import { redisServerOnPath, startRedisServer } from './redis-server.mjs';

/*
 * `npm run demo`: the built service as two instances on one Redis (one instance where there is none), with sample data in
 * a database of its own that is thrown away at the end, and gentle readers and writers. Ctrl-C ends all of it.
 */
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const FIRST_PORT = 3000;
const START_LIMIT_MS = 120_000; // the first start may fetch a MongoDB
const READERS = 6;
const READ_EVERY_MS = 25;
const WRITE_EVERY_MS = 1_500;
/** Most people look at a few things most of the time. */
const FAVOURITES = 5;

/** @type {{ stop: () => Promise<unknown> }[]} */
const started = [];
const ended = new AbortController();
setMaxListeners(0, ended.signal); // each reader and each request of theirs listens
const dataDir = mkdtempSync(join(tmpdir(), 'inframind-demo-'));

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => void end(0));
}
run().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  return end(1);
});

async function run() {
  const redis = await startRedis();
  const env = environment(redis);
  const first = await startInstance('one', { ...env, PORT: String(await port(FIRST_PORT)) });
  const accounts = accountsIn(first.process.lines);
  const mongoPort = existsSync(join(dataDir, 'port'))
    ? readFileSync(join(dataDir, 'port'), 'utf8').trim()
    : null;
  const instances = [first];
  if (redis !== null && mongoPort !== null) {
    const uri = `mongodb://127.0.0.1:${mongoPort}/inframind?replicaSet=rs0`;
    const second = { ...env, PORT: String(await port(FIRST_PORT + 1)), MONGODB_URI: uri };
    instances.push(await startInstance('two', second));
  }
  tell(instances, accounts);
  const urls = instances.map(({ url }) => url);
  await Promise.all([readAndWrite(urls, accounts), watch(instances)]);
}

/** @returns {Promise<string | null>} the address of a Redis of the demo's own */
async function startRedis() {
  if (redisServerOnPath() === null) {
    process.stdout.write(
      '\n  There is no redis-server on this machine: one instance with one tier. Install one to see two instances.\n',
    );
    return null;
  }
  const server = await startRedisServer();
  started.push(server);
  return server.url;
}

/** @param {string | null} redis */
function environment(redis) {
  const { PATH, HOME, XDG_CACHE_HOME, MONGODB_BINARY } = process.env;
  return {
    ...{ PATH, HOME, XDG_CACHE_HOME, MONGODB_BINARY },
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    LOG_PRETTY: 'false',
    JWT_SECRET: randomBytes(32).toString('hex'),
    RATE_LIMIT_PER_MINUTE: '0',
    MONGODB_DATA_DIR: dataDir,
    // A new Redis begins with a quarantine of one pending time, in which nothing is stored: short, for nobody waits long.
    ...(redis === null ? {} : { REDIS_URL: redis, CACHE_PENDING_MS: '7500' }),
  };
}

/**
 * @param {string} name
 * @param {Record<string, string | undefined>} env
 */
async function startInstance(name, env) {
  process.stdout.write(`  starting instance ${name} …\n`);
  const service = await keepProcess(process.execPath, ['--enable-source-maps', MAIN], {
    cwd: tmpdir(), // where no .env of a developer lies
    env: { ...env, INSTANCE_ID: name },
  });
  started.push(service);
  const url = `http://127.0.0.1:${env['PORT']}`;
  await eventually(
    () =>
      ended.signal.aborted ||
      !service.isRunning() ||
      service.lines.some((line) => line.includes('The README has')),
    { withinMs: START_LIMIT_MS, everyMs: 50, what: `instance ${name} is ready` },
  );
  if (!service.isRunning() && !ended.signal.aborted) {
    throw new Error(`Instance ${name} ended at its start:\n${service.lines.join('\n')}`);
  }
  return { name, url, process: service };
}

/**
 * The wanted port, or any other where that one is taken.
 * @param {number} wanted
 */
async function port(wanted) {
  const { createServer } = await import('node:net');
  const isFree = await new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(wanted, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return isFree ? wanted : freePort();
}

/** @typedef {{ role: string, email: string, password: string }} Account */

/**
 * The service shows the samples' passwords once, when it starts.
 * @param {readonly string[]} lines
 * @returns {Account[]}
 */
function accountsIn(lines) {
  return lines.flatMap((line) => {
    const [, role = '', email = '', password = ''] =
      /^\s+(viewer|user|admin)\s+(\S+@\S+)\s+(\S+)\s*$/.exec(line) ?? [];
    return role === '' ? [] : [{ role, email, password }];
  });
}

/**
 * @param {{ name: string, url: string, process: { pid: number } }[]} instances
 * @param {Account[]} accounts
 */
function tell(instances, accounts) {
  const admin = accounts.find(({ role }) => role === 'admin');
  const lines = [
    '',
    `  The console: ${instances[0]?.url}/console`,
    '    press “Enter as the sample administrator”, or log in:',
    `      ${admin?.email}   ${admin?.password}`,
    ...instances.map(({ name, url, process: { pid } }) => `    instance ${name}   ${url}   process ${pid}`),
    ...(instances.length > 1
      ? [`    To see a fault: kill -STOP ${instances[1]?.process.pid}, and -CONT to mend it.`]
      : []),
    '  Ctrl-C stops everything.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/**
 * @param {string[]} urls
 * @param {Account[]} accounts
 */
async function readAndWrite(urls, accounts) {
  const user = accounts.find(({ role }) => role === 'user');
  const login = await call(urls[0] ?? '', 'POST', '/api/v2/auth/login', null, {
    email: user?.email,
    password: user?.password,
  });
  const session = { token: String(login.access_token), refresh: String(login.refresh_token) };
  const { items } = await call(urls[0] ?? '', 'GET', '/api/v2/assessments?limit=50', session.token);
  const ids = items.map((/** @type {{ id: string }} */ { id }) => id);
  await Promise.all([
    ...Array.from({ length: READERS }, (_, reader) => read(urls, session, ids, reader)),
    write(urls, session, ids),
    renew(urls[0] ?? '', session, Number(login.expires_in)),
  ]);
}

/**
 * @param {string[]} urls
 * @param {{ token: string }} session
 * @param {string[]} ids
 * @param {number} reader
 */
async function read(urls, session, ids, reader) {
  for (let turn = reader; !ended.signal.aborted; turn += 1) {
    const few = Math.random() < 0.8 ? Math.min(FAVOURITES, ids.length) : ids.length;
    const id = ids[Math.floor(Math.random() * few)];
    await call(urls[turn % urls.length] ?? '', 'GET', `/api/v2/assessments/${id}`, session.token).catch(
      () => null,
    );
    if (turn % 40 === 0) {
      await call(urls[turn % urls.length] ?? '', 'GET', '/api/v2/dashboard/overview', session.token).catch(
        () => null,
      );
    }
    await pause(READ_EVERY_MS * (0.5 + Math.random()));
  }
}

/**
 * @param {string[]} urls
 * @param {{ token: string }} session
 * @param {string[]} ids
 */
async function write(urls, session, ids) {
  for (let turn = 0; !ended.signal.aborted; turn += 1) {
    const id = ids[turn % ids.length];
    const body = { description: `Looked at again, for the ${turn + 1}. time, by the demo’s writer.` };
    await call(urls[turn % urls.length] ?? '', 'PUT', `/api/v2/assessments/${id}`, session.token, body).catch(
      () => null,
    );
    await pause(WRITE_EVERY_MS * (0.5 + Math.random()));
  }
}

/**
 * @param {string} url
 * @param {{ token: string, refresh: string }} session
 * @param {number} lifetimeS
 */
async function renew(url, session, lifetimeS) {
  while (!ended.signal.aborted) {
    await pause((lifetimeS * 1000) / 2);
    if (ended.signal.aborted) return;
    const body = { refresh_token: session.refresh };
    const next = await call(url, 'POST', '/api/v2/auth/refresh', null, body).catch(() => null);
    if (next !== null) Object.assign(session, { token: next.access_token, refresh: next.refresh_token });
  }
}

/**
 * @param {string} url
 * @param {string} method
 * @param {string} path
 * @param {string | null} token
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function call(url, method, path, token, body) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.any([ended.signal, AbortSignal.timeout(5_000)]),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** @param {number} ms */
async function pause(ms) {
  await sleep(ms, null, { signal: ended.signal }).catch(() => null); // at the end nobody rests
}

/**
 * An instance that somebody has killed, to see it in the console, is no reason to end; all of them are.
 * @param {{ name: string, process: { exited: Promise<number>, isRunning: () => boolean, lines: readonly string[] } }[]} instances
 */
async function watch(instances) {
  for (const { name, process: each } of instances) {
    void each.exited.then((code) => {
      if (!ended.signal.aborted) process.stdout.write(`  instance ${name} has ended (${code})\n`);
    });
  }
  await Promise.all(instances.map(({ process: each }) => each.exited));
  if (!ended.signal.aborted) throw new Error('No instance is left.');
}

/**
 * The instances first, so that each finds its database and Redis to the end.
 * @param {number} code
 */
async function end(code) {
  if (ended.signal.aborted) return;
  process.stdout.write('\n  stopping …\n');
  ended.abort();
  for (const each of started.toReversed()) await each.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
}

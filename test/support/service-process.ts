import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.mjs';
import { freePort, keepProcess } from './kept-process.mjs';
import { LIVE_MEMORY, liveBytes } from './live-memory.mjs';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const WORKER = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));
const WORKER_READY = 'this process runs jobs';
/** A start waits up to half a minute for a database that is not there yet. */
const START_LIMIT_MS = 60_000;

const PLAIN = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'silent',
  SAMPLE_DATA: 'false',
};

/** A database, a Redis and the process itself stand still for seconds on a busy machine: no limit is near. */
const PATIENT = {
  MONGODB_MAX_TIME_MS: '8000',
  CACHE_LEASE_MS: '6000',
  CACHE_PENDING_MS: '15000', // more than both
  CACHE_L2_BUDGET_MS: '5000',
  CACHE_ACK_WAIT_MS: '6000',
};

/** The variables of a test's own corner: nobody else has this database name and this prefix. */
export function ownEnvironment(): Record<string, string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  return {
    ...PLAIN,
    ...PATIENT,
    MONGODB_URI: withDatabase(required('TEST_MONGODB_URI'), name),
    REDIS_URL: required('TEST_REDIS_URL'),
    CACHE_PREFIX: name,
  };
}

/** A real process that runs jobs. */
export interface WorkerProcess {
  readonly pid: number;
  /** Its last lines of output. */
  readonly logs: readonly string[];
  readonly isRunning: () => boolean;
  readonly exited: Promise<number>;
  /** Sends the signal (SIGTERM) and gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>;
  /** How many bytes are in use after its garbage was collected. */
  liveBytes(): Promise<number>;
}

/** A real process of the built service. */
export interface ServiceProcess extends WorkerProcess {
  /** `http://127.0.0.1:port` */
  readonly url: string;
}

/**
 * Starts `dist/main.js` as a process of its own on a free port and waits until it is ready.
 * @param env variables over {@link ownEnvironment}; an empty value unsets one. Two processes that shall share their
 *   data are given the same `MONGODB_URI` and `CACHE_PREFIX`.
 */
export async function startProcess(env: Record<string, string> = {}): Promise<ServiceProcess> {
  const port = env['PORT'] ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  return { ...(await startEntrance(MAIN, { ...env, PORT: port }, () => isReady(url))), url };
}

/**
 * Starts `dist/worker.js` and waits until it runs jobs.
 * @param env as for {@link startProcess}
 * @param entrance another one, that says the same when it is ready
 */
export function startWorker(
  env: Record<string, string> = {},
  entrance: string = WORKER,
): Promise<WorkerProcess> {
  return startEntrance(entrance, env, (lines) => lines.some((line) => line.includes(WORKER_READY)));
}

async function startEntrance(
  entrance: string,
  env: Record<string, string>,
  isUp: (lines: readonly string[]) => Promise<boolean> | boolean,
): Promise<WorkerProcess> {
  const { PATH, HOME } = process.env;
  // Whoever brings servers of their own needs none of the run's.
  const own = 'MONGODB_URI' in env && 'REDIS_URL' in env ? PLAIN : ownEnvironment();
  const started = await keepProcess(process.execPath, ['--enable-source-maps', ...LIVE_MEMORY, entrance], {
    cwd: tmpdir(), // where no .env of a developer lies
    env: { PATH, HOME, ...own, LOG_LEVEL: 'info', ...env },
  });
  const { pid, lines, isRunning, exited, stop } = started;
  await eventually(async () => !isRunning() || (await isUp(lines)), {
    withinMs: START_LIMIT_MS,
    everyMs: 25,
    what: 'the process is ready',
  }).catch(async (error: unknown) => {
    await stop('SIGKILL');
    throw new Error(`The process did not get ready:\n${lines.join('\n')}`, { cause: error });
  });
  if (!isRunning()) throw new Error(`The process ended at its start:\n${lines.join('\n')}`);
  return { pid, logs: lines, isRunning, exited, stop, liveBytes: () => liveBytes(started) };
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
  await response.arrayBuffer();
  return response.status === 200;
}

function withDatabase(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.toString();
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests with jest's global setup.`);
  return value;
}

import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../support/eventually.mjs';
import { keepProcess } from '../../support/kept-process.mjs';
import type { TestApp } from '../../support/app.js';

/** The worker that a user starts. */
export const WORKER = fileURLToPath(new URL('../../../dist/worker.js', import.meta.url));
/** The same, and it knows the tests' kind of work. */
export const TEST_WORKER = fileURLToPath(new URL('../../support/task-worker.mjs', import.meta.url));

export interface WorkerProcess {
  readonly pid: number;
  readonly logs: readonly string[];
  readonly isRunning: () => boolean;
  /** Sends the signal (SIGTERM) and gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>;
}

/** Starts a worker beside `service`, on the same data, and waits until it runs jobs. */
export async function startWorker(
  service: TestApp,
  instanceId: string,
  { script = TEST_WORKER, env = {} }: { script?: string; env?: Record<string, string> } = {},
): Promise<WorkerProcess> {
  const { PATH, HOME } = process.env;
  const { config } = service;
  const worker = await keepProcess(process.execPath, ['--enable-source-maps', script], {
    cwd: tmpdir(), // where no .env of a developer lies
    env: {
      PATH,
      HOME,
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      MONGODB_URI: config.mongodb.uri ?? '',
      REDIS_URL: config.redis?.urls.join() ?? '',
      CACHE_PREFIX: config.cache.prefix,
      INSTANCE_ID: instanceId,
      ...env,
    },
  });
  const runsJobs = () => worker.lines.some((line) => line.includes('this process runs jobs'));
  await eventually(() => !worker.isRunning() || runsJobs(), {
    withinMs: 30_000,
    what: 'the worker runs jobs',
  });
  if (!worker.isRunning()) throw new Error(`The worker ended at its start:\n${worker.lines.join('\n')}`);
  return { pid: worker.pid, logs: worker.lines, isRunning: worker.isRunning, stop: worker.stop };
}

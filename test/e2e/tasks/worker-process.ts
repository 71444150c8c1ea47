import { fileURLToPath } from 'node:url';
import { startWorker, type TestApp, type WorkerProcess } from '../../support/app.js';

/** The worker that a user starts, and it knows the tests' kind of work. */
const TEST_WORKER = fileURLToPath(new URL('../../support/task-worker.mjs', import.meta.url));

export interface WorkerOptions {
  /** True: the one that a user starts, and nothing else. */
  readonly plain?: boolean;
  readonly env?: Record<string, string>;
}

/** Starts a worker beside `service`, on the same data, and waits until it runs jobs. */
export function startWorkerOf(
  { config }: TestApp,
  instanceId: string,
  { plain = false, env = {} }: WorkerOptions = {},
): Promise<WorkerProcess> {
  const variables = {
    MONGODB_URI: config.mongodb.uri ?? '',
    REDIS_URL: config.redis?.urls.join() ?? '',
    CACHE_PREFIX: config.cache.prefix,
    INSTANCE_ID: instanceId,
    ...env,
  };
  return plain ? startWorker(variables) : startWorker(variables, TEST_WORKER);
}

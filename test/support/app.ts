import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { configureApp } from '../../src/app.setup.js';
import { type Config, loadConfig } from '../../src/platform/config/index.js';
import { createAdapter } from '../../src/platform/http/index.js';
import { createLogger } from '../../src/platform/logging/index.js';
import { ownEnvironment } from './service-process.js';

export { eventually } from './eventually.mjs';
export { authorized, register, signIn, type SignedIn } from './http.js';
export { type Proxy, startProxy } from './proxy.js';
export { startRedisServer } from './redis-server.mjs';
export {
  ownEnvironment,
  type ServiceProcess,
  startProcess,
  startWorker,
  type WorkerProcess,
} from './service-process.js';

export { settledEnvironment } from './settled-environment.js';
export { nodeOf, undisturbed } from './undisturbed.js';

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly http: ReturnType<typeof supertest>;
  close(): Promise<void>;
}

/**
 * Boots the whole service in this process, through the setup of `main.ts`, on a port, a database name and a cache
 * prefix of its own.
 * @param env variables over {@link ownEnvironment}; an empty value unsets one (`REDIS_URL: ''`: one tier)
 */
export async function startApp(env: Record<string, string> = {}): Promise<TestApp> {
  const config = loadConfig({ ...ownEnvironment(), ...env });
  const logger = createLogger(config);
  const adapter = createAdapter(config, logger);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), adapter, {
    logger: false,
    abortOnError: false,
  });
  try {
    configureApp(app, config, logger);
    await app.listen(config.port, config.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const url = await app.getUrl();
  return { app, config, url, http: supertest(url), close: () => app.close() };
}

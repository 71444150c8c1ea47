import { constants, setPriority } from 'node:os';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { explanationOf, stopOnSignals } from './app.setup.js';
import { type Config, loadConfig, loadEnvFile } from './platform/config/index.js';
import { createLogger, NestPinoLogger } from './platform/logging/index.js';

/**
 * Runs jobs and serves nobody: beside API processes with `WORKER_INLINE=false`, as many as there is work for. The same
 * application without its HTTP server, so that its writes are announced to the API processes' caches like their own. Where
 * it shares a machine with those, they come first: somebody waits for their answers.
 */
async function main(): Promise<void> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  loadEnvFile();
  const config: Config = { ...loadConfig(undefined, process.stdout.isTTY), workerInline: true };
  const logger = createLogger(config);
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    logger: new NestPinoLogger(logger),
    abortOnError: false,
  });
  stopOnSignals(app);
  if (config.redis === null) {
    logger.warn(
      'no REDIS_URL: jobs are found by looking into the database, seconds later than through Redis',
    );
  }
  logger.info({ pid: process.pid }, 'this process runs jobs');
}

main().catch((error: unknown) => {
  process.stderr.write(`${explanationOf(error)}\n`);
  process.exit(1);
});

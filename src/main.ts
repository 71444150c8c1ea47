import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { configureApp, stopOnSignals } from './app.setup.js';
import { type Config, ConfigError, loadConfig, loadEnvFile } from './platform/config/index.js';
import { DatabaseStartError } from './platform/database/index.js';
import { createAdapter } from './platform/http/index.js';
import { createLogger, NestPinoLogger } from './platform/logging/index.js';

async function main(): Promise<void> {
  loadEnvFile();
  const config = loadConfig(undefined, process.stdout.isTTY);
  const logger = createLogger(config);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config),
    createAdapter(config, logger),
    { logger: new NestPinoLogger(logger), abortOnError: false },
  );
  await configureApp(app, config);
  stopOnSignals(app);
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  process.stdout.write(whatToTry(url, config));
}

function whatToTry(url: string, config: Config): string {
  const lines = [
    '',
    `  InfraMind listens on ${url}`,
    `    documentation   ${url}/docs`,
    `    health          ${url}/health`,
    config.sampleData && config.mongodb.uri === null
      ? '    sample accounts with their passwords were printed when the data was made; or register one:'
      : '    register an account:',
    `    curl -s ${url}/api/v2/auth/register -H 'content-type: application/json' \\`,
    `      -d '{"email":"you@example.com","password":"a good long passphrase","full_name":"You Yourself"}'`,
    '    The README has a tour of five minutes.',
    '',
    '',
  ];
  return lines.join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${explanationOf(error)}\n`);
  process.exit(1);
});

/** A fault of the environment is told plainly: a stack trace would bury it. */
function explanationOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DatabaseStartError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}\nAnother process listens there already: stop it, or set PORT.`;
  }
  return error.stack ?? error.message;
}

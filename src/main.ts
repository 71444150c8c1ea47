import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { configureApp, explanationOf, stopOnSignals } from './app.setup.js';
import { SampleData, type SampleDataResult } from './features/assessments/index.js';
import { loadConfig, loadEnvFile } from './platform/config/index.js';
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
  configureApp(app, config);
  stopOnSignals(app);
  await app.init();
  const samples = await app.get(SampleData).make();
  if (config.auth.jwtSecretGenerated) {
    logger.warn('JWT_SECRET is not set: one was made, and access tokens end with this process');
  }
  await app.listen(config.port, config.host);
  process.stdout.write(whatToTry(await app.getUrl(), samples));
  await samples?.told();
}

/** Plain text after the log: what a person does next. The samples' passwords are shown here and never again. */
function whatToTry(url: string, samples: SampleDataResult | null): string {
  const accounts = (samples?.accounts ?? []).map(
    ({ role, email, password }) => `      ${role.padEnd(8)}${email.padEnd(28)}${password}`,
  );
  const made =
    samples === null
      ? []
      : [
          `    ${samples.assessments} sample assessments; accounts, with passwords that are shown only now:`,
          ...accounts,
        ];
  return [
    '',
    `  InfraMind listens on ${url}`,
    `    documentation   ${url}/docs`,
    `    console         ${url}/console`,
    `    health          ${url}/health`,
    ...made,
    '    Register an account of your own:',
    `      curl -s ${url}/api/v2/auth/register -H 'content-type: application/json' \\`,
    `        -d '{"email":"you@example.com","password":"a good long passphrase","full_name":"You Yourself"}'`,
    '    The README has a tour of five minutes.',
    '',
    '',
  ].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${explanationOf(error)}\n`);
  process.exit(1);
});

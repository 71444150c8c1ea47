import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { StartRefused } from './kernel/errors.js';
import type { Config } from './platform/config/index.js';
import { Draining } from './platform/health/index.js';
import { ProblemFilter, protectBrowsers, serveOpenApi, validationPipe } from './platform/http/index.js';
import { createLogger, type Logger, NestPinoLogger } from './platform/logging/index.js';

/**
 * What `main.ts` and every e2e test set up alike, between the creation of the application and `listen`: logger, pipe,
 * filter, headers, the drain and the documentation. Controllers state their whole path (`api/v2/…`).
 */
export function configureApp(
  app: NestFastifyApplication,
  config: Config,
  logger: Logger = createLogger(config),
): void {
  app.useLogger(new NestPinoLogger(logger));
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  protectBrowsers(app, config);
  app.get(Draining).watch(app.getHttpServer());
  serveOpenApi(app);
}

/** A second signal that comes sooner is the first one again: npm passes on what the terminal has sent already. */
const SAME_SIGNAL_MS = 500;
const STOP_LIMIT_MS = 10_000;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** An application; Nest hands the signal on to its hooks, its types do not say so. */
interface Stoppable {
  close(signal?: string): Promise<void>;
}

/**
 * Ends the process gracefully on SIGTERM and SIGINT (exit code 0, within ten seconds) and at once on a second signal.
 */
export function stopOnSignals(app: Stoppable): void {
  let firstAtMs: number | undefined;
  const onSignal = (signal: keyof typeof EXIT_CODES): void => {
    const nowMs = performance.now();
    if (firstAtMs !== undefined) {
      if (nowMs - firstAtMs > SAME_SIGNAL_MS) process.exit(EXIT_CODES[signal]);
      return;
    }
    firstAtMs = nowMs;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    app.close(signal).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}

/** Why a process did not start. A fault of the environment is told plainly: a stack trace would bury it. */
export function explanationOf(error: unknown): string {
  if (error instanceof StartRefused) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}\nAnother process listens there already: stop it, or set PORT.`;
  }
  return error.stack ?? error.message;
}

import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** What Nest says of its own start: a line for each module and route, of use only to who looks for a fault in it. */
const CHATTER = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory']);

/** Nest throws on what it logs here, and the entrance tells it once, plainly. */
const AT_THE_START = 'ExceptionHandler';

/** Nest's logger over pino: the last text argument is the context, as Nest's own loggers pass it. */
export class NestPinoLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.write(CHATTER.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.write(rest.at(-1) === AT_THE_START ? 'debug' : 'error', message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const context = typeof rest.at(-1) === 'string' ? { context: rest.at(-1) } : {};
    if (message instanceof Error) {
      this.logger[level]({ ...context, err: message }, message.message);
      return;
    }
    const error = rest.find((part) => part instanceof Error);
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? { stack: rest[0] } : {};
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    this.logger[level]({ ...context, ...(error === undefined ? stack : { err: error }) }, text);
  }
}

import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from '../config/index.js';

/** Injection token of the process's {@link Logger}. */
export const LOGGER = Symbol('LOGGER');

const STDOUT = 1;
const loggers = new WeakMap<Config, Logger>();

/**
 * The process's logger: JSON lines on stdout, or readable ones for a person. The same configuration gives the same
 * logger, so that the HTTP server and the modules write through one.
 */
export function createLogger(config: Config): Logger {
  const known = loggers.get(config);
  if (known !== undefined) return known;
  const made = loggerTo(config, destinationOf(config));
  loggers.set(config, made);
  return made;
}

/** A logger as {@link createLogger} makes it, that writes to `destination`. */
export function loggerTo(config: Config, destination: DestinationStream): Logger {
  return pino(
    {
      level: config.log.level,
      base: { instance: config.instanceId },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: readableError },
    },
    destination,
  );
}

function destinationOf(config: Config): DestinationStream {
  return config.log.pretty
    ? pretty({
        colorize: true,
        sync: true,
        translateTime: 'SYS:HH:MM:ss.l',
        singleLine: true,
        ignore: 'instance,pid',
        destination: STDOUT,
      })
    : jsonLines();
}

/** Lines are written together once they are so many bytes: a write each costs more than the rest of a cached answer. */
const WRITE_BYTES = 4096;
/** No line waits longer, in ms. */
const FLUSH_MS = 100;
let stdout: ReturnType<typeof pino.destination> | null = null;

/** One for the process. The last lines before its end are the ones that explain it: they are written then. */
function jsonLines(): DestinationStream {
  if (stdout === null) {
    const lines = pino.destination({
      fd: STDOUT,
      sync: true,
      minLength: WRITE_BYTES,
      periodicFlush: FLUSH_MS,
    });
    process.once('exit', () => lines.flushSync());
    stdout = lines;
  }
  return stdout;
}

/** What a log may hold of an error: drivers hang whole commands and documents on theirs. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string | number;
}

function readableError(error: unknown): LoggedError | string {
  if (!(error instanceof Error)) return scrub(String(error));
  const { type, message, stack } = stdSerializers.err(error); // message and stack tell of the causes, too
  const code = 'code' in error ? error.code : undefined;
  return {
    type,
    message: scrub(message),
    stack: scrub(stack),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
  };
}

const E_MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
const DUPLICATE_VALUE = /dup key: \{.*?\}/gs;

/** Takes out what drivers put into their messages of the data: values of unique keys, e-mail addresses. */
function scrub(text: string): string {
  return text.replace(DUPLICATE_VALUE, 'dup key').replace(E_MAIL, '(e-mail)');
}

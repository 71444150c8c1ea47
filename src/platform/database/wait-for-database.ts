import mongoose, { type ConnectOptions } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseStartError, reasonOf } from './database-start.error.js';

const WAIT_MS = 30_000;
const ATTEMPT_MS = 3000;
const PAUSE_MS = 1000;
/** AuthenticationFailed, Unauthorized, and what Atlas answers: waiting does not help. */
const REFUSED = new Set([18, 13, 8000]);

/** What kind of deployment answered: transactions and change streams need a replica set (or a sharded cluster). */
export interface DatabaseKind {
  readonly replicated: boolean;
}

/**
 * Waits until the database answers, saying so in the log, for at most half a minute.
 * @throws {DatabaseStartError} one sentence: not reachable, not let in, or an address that is none
 */
export async function waitForDatabase(
  uri: string,
  options: ConnectOptions,
  log: (line: string) => void,
  waitMs = WAIT_MS,
): Promise<DatabaseKind> {
  const giveUpMs = performance.now() + waitMs;
  for (;;) {
    try {
      return await ask(uri, options);
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== null) throw failure;
      if (performance.now() + PAUSE_MS > giveUpMs) {
        throw new DatabaseStartError(
          `MongoDB did not answer within ${waitMs / 1000} s (${reasonOf(error)}): start it, or mend MONGODB_URI.`,
          { cause: error },
        );
      }
      log(`MongoDB does not answer yet (${reasonOf(error)}), trying again`);
      await pause(PAUSE_MS);
    }
  }
}

async function ask(uri: string, options: ConnectOptions): Promise<DatabaseKind> {
  const client = new mongoose.mongo.MongoClient(uri, {
    appName: 'inframind-start',
    readPreference: 'primary',
    serverSelectionTimeoutMS: ATTEMPT_MS,
    connectTimeoutMS: options.connectTimeoutMS ?? ATTEMPT_MS,
    socketTimeoutMS: ATTEMPT_MS,
  });
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    // a command that needs the rights which the address gives: hello needs none
    await client.db().command({ ping: 1 });
    return { replicated: hello['setName'] !== undefined || hello['msg'] === 'isdbgrid' };
  } finally {
    await client.close();
  }
}

function failureOf(error: unknown): DatabaseStartError | null {
  if (
    error instanceof mongoose.mongo.MongoParseError ||
    // an address that cannot be parsed comes as a plain runtime error; all that concern servers are kinds of it
    (error instanceof mongoose.mongo.MongoRuntimeError && error.name === 'MongoRuntimeError') ||
    error instanceof mongoose.mongo.MongoInvalidArgumentError
  ) {
    return new DatabaseStartError(`MONGODB_URI is not an address of a MongoDB (${reasonOf(error)}).`, {
      cause: error,
    });
  }
  if (error instanceof mongoose.mongo.MongoServerError && REFUSED.has(Number(error.code))) {
    return new DatabaseStartError(`MongoDB refuses the account in MONGODB_URI (${reasonOf(error)}).`, {
      cause: error,
    });
  }
  return null;
}

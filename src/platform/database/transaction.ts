import mongoose, { type ClientSession, type Connection } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { maxOperationMs } from './operation-limits.js';

/** What the operations of one transaction are given; features hand it on without knowing the driver. */
export type DatabaseSession = ClientSession;

const ATTEMPTS = 8;
/** Whoever stood in the way is given a moment, twice as long each time and never the same for two. */
const FIRST_PAUSE_MS = 4;

/**
 * Runs `work` in one transaction: all of it, or nothing. Give `session` to every operation in it. Tried again, a
 * few times, where another transaction stood in the way, so `work` must be repeatable.
 *
 * The driver's own `withTransaction` repeats for two minutes, longer than any operation may last here.
 * @throws what `work` throws (then nothing was written), or the driver's error of the commit
 */
export async function inTransaction<Result>(
  connection: Connection,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  const giveUpMs = performance.now() + maxOperationMs();
  const session = await connection.startSession();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(session, work);
      } catch (error) {
        const pauseMs = FIRST_PAUSE_MS * 2 ** attempt * Math.random();
        if (attempt === ATTEMPTS || performance.now() + pauseMs > giveUpMs || !isTransient(error))
          throw error;
        await pause(pauseMs);
      }
    }
  } finally {
    await session.endSession();
  }
}

async function once<Result>(
  session: ClientSession,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  session.startTransaction({
    readConcern: { level: 'snapshot' },
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: maxOperationMs() },
    maxCommitTimeMS: maxOperationMs(),
  });
  let result: Result;
  try {
    result = await work(session);
  } catch (error) {
    await session.abortTransaction().catch(() => {}); // the server ends it by itself; the first error counts
    throw error;
  }
  await session.commitTransaction();
  return result;
}

function isTransient(error: unknown): boolean {
  const source =
    error instanceof Error && error.cause instanceof mongoose.mongo.MongoError ? error.cause : error;
  return source instanceof mongoose.mongo.MongoError && source.hasErrorLabel('TransientTransactionError');
}

import type { Connection, Model } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../kernel/errors.js';
import { DatabaseStartError, reasonOf } from './database-start.error.js';
import { domainErrorOf } from './mongo-errors.js';

/** How long a database that is slow or just failing over is given, in ms. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;

/**
 * Waits until the indexes that the schemas declare exist.
 * @throws {DatabaseStartError} when one cannot be built (the data or an older index is against it)
 */
export async function buildIndexes(connection: Connection, log: (line: string) => void): Promise<void> {
  const startedMs = performance.now();
  const models = Object.values(connection.models);
  await Promise.all(
    models.map((model) =>
      indexesOf(model).catch((error: unknown) => {
        throw new DatabaseStartError(
          `The indexes of the collection ${model.collection.name} cannot be built (${reasonOf(error)}).`,
          { cause: error },
        );
      }),
    ),
  );
  const indexes = models.reduce((sum, model) => sum + model.schema.indexes().length, 0);
  const tookMs = Math.round(performance.now() - startedMs);
  log(`${indexes} indexes of ${models.length} collections are in place (${tookMs} ms)`);
}

/** What a database that is merely slow did not get done is tried again: to build an index that stands changes nothing. */
async function indexesOf(model: Model<unknown>): Promise<void> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  let build: () => Promise<unknown> = () => model.init(); // begun when the connection was made
  for (;;) {
    try {
      await build();
      return;
    } catch (error) {
      if (!isTemporary(error) || performance.now() + PAUSE_MS > giveUpMs) throw error;
    }
    await pause(PAUSE_MS);
    build = () => model.createIndexes();
  }
}

function isTemporary(error: unknown): boolean {
  const told = domainErrorOf(error, 'write');
  return told instanceof DomainError && told.kind === 'unavailable';
}

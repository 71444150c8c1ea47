import type { Connection, Model } from 'mongoose';
import { DatabaseStartError, reasonOf } from './database-start.error.js';
import { patiently } from './patiently.js';

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

/** To build an index that stands changes nothing. */
async function indexesOf(model: Model<unknown>): Promise<void> {
  await patiently(async (triedBefore) => {
    if (triedBefore === 0)
      await model.init(); // begun when the connection was made
    else await model.createIndexes();
  });
}

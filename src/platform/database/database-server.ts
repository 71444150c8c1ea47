import { Logger } from '@nestjs/common';
import type { Config } from '../config/index.js';
import { connectionOptions } from './connection-options.js';
import { type EmbeddedMongo, startEmbeddedMongo } from './embedded-mongo.js';
import { waitForDatabase } from './wait-for-database.js';

/** The MongoDB that this process uses: its own, or the one that `MONGODB_URI` names. */
export interface DatabaseServer {
  readonly uri: string;
  /** null: not ours to stop. */
  readonly embedded: EmbeddedMongo | null;
  /** False for a standalone server: no transactions, no change streams. */
  readonly replicated: boolean;
}

/**
 * Finds or starts the database and waits until it answers.
 * @throws {DatabaseStartError}
 */
export async function openDatabaseServer(config: Config): Promise<DatabaseServer> {
  const logger = new Logger('Database');
  const log = (line: string): void => logger.log(line);
  const { uri, dataDir, binary, maxTimeMs } = config.mongodb;
  if (uri === null) {
    const embedded = await startEmbeddedMongo({ dataDir, binary, log });
    return { uri: embedded.uri, embedded, replicated: true };
  }
  const { replicated } = await waitForDatabase(uri, connectionOptions(maxTimeMs), log);
  if (!replicated)
    logger.warn('MONGODB_URI names no replica set: operations that need a transaction will fail');
  return { uri, embedded: null, replicated };
}

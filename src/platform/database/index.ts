export { DatabaseModule } from './database.module.js';
export { DatabaseService } from './database.service.js';
export {
  type EmbeddedMongo,
  type EmbeddedMongoOptions,
  startEmbeddedMongo,
  uriOf,
} from './embedded-mongo.js';
export { fenced, isLate } from './fence.js';
export { findMongod, type FindMongodOptions, type MongodSource } from './find-mongod.js';
export { duplicateKeyFields, type OperationKind, translateMongoErrors } from './mongo-errors.js';
export { oneOf } from './one-of.js';
export {
  readOptions,
  type ReadOptions,
  type TimedWrite,
  type TimeLimits,
  UNANNOUNCED,
  writeOptions,
} from './operation-limits.js';
export { patiently } from './patiently.js';
export { readPage } from './read-page.js';
export type { DatabaseSession } from './transaction.js';

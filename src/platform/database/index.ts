export { DatabaseStartError } from './database-start.error.js';
export {
  type EmbeddedMongo,
  type EmbeddedMongoOptions,
  startEmbeddedMongo,
  uriOf,
} from './embedded-mongo.js';
export { findMongod, type FindMongodOptions, type MongodSource } from './find-mongod.js';

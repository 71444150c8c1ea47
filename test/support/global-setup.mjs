import { findTestMongod, startMongoServer } from './mongo-server.mjs';
import { findRedisServer, startRedisServer } from './redis-server.mjs';

/** One MongoDB and one Redis for the whole run; each test takes a database name and a prefix of its own. */
export default async function globalSetup() {
  process.env['TEST_REDIS_SERVER'] = findRedisServer();
  process.env['TEST_MONGOD'] = await findTestMongod();
  const [mongo, redis] = await Promise.all([
    // A query without an index is an error: none may come in unnoticed.
    startMongoServer(process.env['TEST_MONGOD'], ['--setParameter', 'notablescan=1']),
    startRedisServer(),
  ]);
  process.env['TEST_MONGODB_URI'] = mongo.uri;
  process.env['TEST_REDIS_URL'] = redis.url;
  Object.assign(globalThis, { stopTestServers: () => Promise.all([mongo.stop(), redis.stop()]) });
}

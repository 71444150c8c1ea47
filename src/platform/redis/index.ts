export { REDIS, type RedisClient, RedisModule } from './redis.module.js';
export { createRedisClient, type RedisClientOptions } from './redis-client.factory.js';
export { closeRedis, firstConnection } from './redis-lifecycle.js';
export type { RedisRole } from './redis-options.js';

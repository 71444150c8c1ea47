import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/index.js';
import { LOGGER } from '../logging/index.js';
import { createRedisClient } from './redis-client.factory.js';
import { closeRedis, firstConnection } from './redis-lifecycle.js';

/** Injection token of the general client; null where the environment names no Redis. */
export const REDIS = Symbol('REDIS');
/** What {@link REDIS} gives. */
export type RedisClient = Redis | Cluster;

@Global()
@Module({
  providers: [
    {
      provide: REDIS,
      inject: [CONFIG, LOGGER],
      useFactory: async (config: Config, logger: Logger): Promise<RedisClient | null> => {
        if (config.redis === null) return null;
        const client = createRedisClient(config.redis, { role: 'general' }, logger);
        await firstConnection(client); // so that the first request finds the second tier, where there is one
        return client;
      },
    },
  ],
  exports: [REDIS],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly client: RedisClient | null) {}

  /** The last hook, after the server has drained: requests still need Redis before. */
  async onApplicationShutdown(): Promise<void> {
    if (this.client !== null) await closeRedis(this.client);
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RedisServer, startRedisServer } from '../support/redis-server.mjs';
import { startProcess } from '../support/service-process.js';

const START_LIMIT_MS = 180_000;

describe('a Redis that evicts any key', () => {
  let redis: RedisServer;
  const environment = (mode: string) => ({
    REDIS_URL: redis.url,
    CACHE_CONSISTENCY: mode,
    LOG_LEVEL: 'warn',
  });

  beforeAll(async () => {
    redis = await startRedisServer(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
  });

  afterAll(async () => {
    await redis.stop();
  });

  it(
    'keeps strict mode from starting, with a sentence that says why',
    async () => {
      await expect(startProcess(environment('strict'))).rejects.toThrow(
        /CACHE_CONSISTENCY=strict refuses to start\. Redis evicts any key .*allkeys-lru/,
      );
    },
    START_LIMIT_MS,
  );

  it(
    'makes available mode warn and start',
    async () => {
      const service = await startProcess(environment('available'));
      try {
        expect(service.logs.join('\n')).toMatch(/Redis evicts any key .*allkeys-lru/);
      } finally {
        await service.stop();
      }
    },
    START_LIMIT_MS,
  );
});

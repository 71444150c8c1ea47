import { describe, expect, it } from '@jest/globals';
import { cacheOptionsOf } from '../../src/cache/index.js';
import { closeRedisNode, openRedisNode } from '../../src/cache/redis-node.js';
import { StartRefused } from '../../src/kernel/errors.js';
import { loadConfig } from '../../src/platform/config/index.js';
import { createLogger } from '../../src/platform/logging/index.js';
import { ownEnvironment, startRedisServer } from '../support/app.js';

function open(env: Record<string, string>) {
  const config = loadConfig({ ...ownEnvironment(), ...env });
  return openRedisNode(cacheOptionsOf(config, createLogger(config)));
}

describe('a Redis that evicts any key', () => {
  it('keeps strict mode from starting, with a sentence that says why, and available mode not', async () => {
    const redis = await startRedisServer(['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru']);
    try {
      const refused: unknown = await open({ REDIS_URL: redis.url, CACHE_CONSISTENCY: 'strict' }).catch(
        (error: unknown) => error,
      );
      expect(refused).toBeInstanceOf(StartRefused);
      expect(String(refused)).toMatch(/CACHE_CONSISTENCY=strict refuses to start\. .*allkeys-lru/);
      await closeRedisNode(await open({ REDIS_URL: redis.url }));
    } finally {
      await redis.stop();
    }
  });
});

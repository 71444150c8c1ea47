import { afterAll, beforeAll, describe } from '@jest/globals';
import { Redis } from 'ioredis';
import { RedisTier } from '../../src/cache/tiers/redis.tier.js';
import { randomId } from '../../src/kernel/ids.js';
import { DirectConnection } from '../simulation/world/connection.js';
import { RedisServer } from '../simulation/world/redis-server.js';
import { SimRedis } from '../simulation/world/sim-redis.js';
import { sharedTierContract } from './shared-tier.contract.js';

const clock = { nowMs: () => performance.now() };

describe('the simulated shared tier', () => {
  sharedTierContract(() => new SimRedis(new DirectConnection(new RedisServer('server', clock))));
});

describe('the shared tier over Redis', () => {
  let client: Redis;
  beforeAll(() => {
    client = new Redis(process.env['TEST_REDIS_URL'] ?? '');
  });
  afterAll(() => client.quit());

  sharedTierContract(() => new RedisTier(client, `contract-${randomId()}`));
});

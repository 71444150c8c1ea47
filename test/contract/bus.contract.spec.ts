import { afterEach, describe } from '@jest/globals';
import type { Cluster, Redis } from 'ioredis';
import { pino } from 'pino';
import { RedisBus } from '../../src/cache/coherence/redis.bus.js';
import { closeRedis, createRedisClient } from '../../src/platform/redis/index.js';
import { randomId } from '../../src/kernel/ids.js';
import { DirectConnection, DirectListener } from '../simulation/world/connection.js';
import { RedisServer } from '../simulation/world/redis-server.js';
import { SimBus } from '../simulation/world/sim-bus.js';
import { busContract } from './bus.contract.js';

const clock = { nowMs: () => performance.now() };

describe('the simulated bus', () => {
  busContract(() => {
    const server = new RedisServer('server', clock);
    const bus = (name: string) => new SimBus(new DirectConnection(server), new DirectListener(server), name);
    return { first: bus('first'), second: bus('second') };
  });
});

describe('the bus over Redis', () => {
  let clients: (Redis | Cluster)[] = [];
  afterEach(async () => {
    await Promise.all(clients.map((client) => closeRedis(client)));
    clients = [];
  });

  busContract(() => {
    const prefix = `contract-${randomId()}`;
    const config = {
      urls: [process.env['TEST_REDIS_URL'] ?? ''],
      busUrls: null,
      sentinels: [],
      sentinelName: null,
    };
    const connect = (role: 'bus' | 'subscriber'): Redis | Cluster => {
      const client = createRedisClient(config, { role }, pino({ level: 'silent' }));
      clients.push(client);
      return client;
    };
    const bus = (name: string) => new RedisBus(connect('bus'), connect('subscriber'), prefix, name);
    return { first: bus('first'), second: bus('second') };
  });
});

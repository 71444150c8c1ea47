import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import type { Cluster, Redis } from 'ioredis';
import { pino } from 'pino';
import { RedisBus } from '../../src/cache/coherence/redis.bus.js';
import { closeRedis, createRedisClient } from '../../src/platform/redis/index.js';
import { randomId } from '../../src/kernel/ids.js';
import { DirectConnection, DirectListener } from '../simulation/world/connection.js';
import { RedisServer } from '../simulation/world/redis-server.js';
import { SimBus } from '../simulation/world/sim-bus.js';
import { type ClusterSetup, startClusterSetup } from '../support/redis-topologies.js';
import { busContract, type TwoBuses } from './bus.contract.js';

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

  busContract(() => twoBuses([process.env['TEST_REDIS_URL'] ?? ''], clients));
});

describe('the bus over a Redis Cluster', () => {
  let setup: ClusterSetup;
  let clients: (Redis | Cluster)[] = [];
  beforeAll(async () => void (setup = await startClusterSetup()));
  afterAll(() => setup.stop());
  afterEach(async () => {
    await Promise.all(clients.map((client) => closeRedis(client)));
    clients = [];
  });

  busContract(() => twoBuses(setup.urls, clients));
});

function twoBuses(urls: readonly string[], clients: (Redis | Cluster)[]): TwoBuses {
  const prefix = `contract-${randomId()}`;
  const config = { urls, busUrls: null, sentinels: [], sentinelName: null };
  const logger = pino({ level: 'silent' });
  const bus = (name: string): RedisBus => {
    const speaker = createRedisClient(config, { role: 'bus' }, logger);
    const listener = createRedisClient(config, { role: 'subscriber' }, logger);
    clients.push(speaker, listener);
    return new RedisBus(speaker, listener, prefix, name);
  };
  return { first: bus('first'), second: bus('second') };
}

import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import {
  closeRedis,
  createRedisClient,
  firstConnection,
  type RedisClient,
  type RedisClientOptions,
} from '../../src/platform/redis/index.js';
import type { RedisConfig } from '../../src/platform/config/index.js';
import { eventually } from '../support/eventually.mjs';
import { startClusterSetup, startSentinelSetup } from '../support/redis-topologies.js';

const logger = pino({ level: 'silent' });
const clients: RedisClient[] = [];
const setups: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => closeRedis(client)));
  await Promise.all(setups.splice(0).map((setup) => setup.stop()));
});

async function client(config: Partial<RedisConfig>, options: RedisClientOptions): Promise<RedisClient> {
  const whole: RedisConfig = { urls: [], sentinels: [], sentinelName: null, busUrls: null, ...config };
  const made = createRedisClient(whole, options, logger);
  clients.push(made);
  await eventually(() => firstConnection(made), { what: 'the client is ready' });
  return made;
}

describe('a client of Sentinels', () => {
  /** Sentinels that could not agree at once try again after ten seconds. */
  const FAILOVER_LIMIT_MS = 90_000;

  it.each([
    { loss: 'dies', signal: 'SIGKILL' },
    { loss: 'freezes', signal: 'SIGSTOP' },
  ] as const)(
    'writes to the new master after the old one $loss',
    async ({ signal }) => {
      const setup = await startSentinelSetup();
      setups.push(setup);
      const config = { sentinels: setup.addresses, sentinelName: setup.name };
      const redis = await client(config, { role: 'cache' });
      const subscriber = await client(config, { role: 'subscriber' });
      const heard: string[] = [];
      subscriber.on('message', (_, message: string) => heard.push(message));
      await subscriber.subscribe('news');
      subscriber.on('ready', () => void subscriber.subscribe('news').catch(() => undefined));
      await redis.set('a', 'old');

      process.kill(setup.master.process.pid, signal);
      await eventually(async () => (await redis.set('a', 'new')) === 'OK', {
        withinMs: FAILOVER_LIMIT_MS,
        what: 'a write passes',
      });
      expect(await redis.get('a')).toBe('new');
      expect(await redis.info('server')).toContain(`tcp_port:${setup.replica.port}`);
      await eventually(async () => (await redis.publish('news', 'moved')) > 0 && heard.length > 0, {
        withinMs: FAILOVER_LIMIT_MS,
        what: 'the subscriber has followed',
      });
    },
    300_000,
  );
});

describe('a client of a cluster', () => {
  it('finds every key, and hears what is published on any node', async () => {
    const setup = await startClusterSetup();
    setups.push(setup);
    const redis = await client({ urls: setup.urls }, { role: 'bus' });
    const subscriber = await client({ urls: setup.urls }, { role: 'subscriber' });
    const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`);
    await Promise.all(keys.map((key) => redis.set(key, key)));
    expect(await Promise.all(keys.map((key) => redis.get(key)))).toEqual(keys);

    const heard: string[] = [];
    subscriber.on('message', (_, message: string) => heard.push(message));
    await subscriber.subscribe('news');
    await eventually(async () => {
      await redis.publish('news', 'here');
      return heard.includes('here');
    });
  });

  it('connects to another node when the one it listens to dies, and goes on with the keys of the others', async () => {
    const setup = await startClusterSetup();
    setups.push(setup);
    const [dying, ...others] = setup.nodes;
    const redis = await client({ urls: others.map(({ url }) => url) }, { role: 'cache' });
    const subscriber = await client({ urls: setup.urls }, { role: 'subscriber' });
    const publisher = await client({ urls: [others[0]?.url ?? ''] }, { role: 'bus' });
    const heard: string[] = [];
    subscriber.on('message', (_, message: string) => heard.push(message));
    subscriber.on('ready', () => void subscriber.subscribe('news').catch(() => undefined));

    await dying?.stop();
    await eventually(async () => {
      await publisher.publish('news', 'still here');
      return heard.includes('still here');
    });
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => redis.get(`key-${index}`)),
    );
    expect(results.filter(({ status }) => status === 'rejected').length).toBeLessThan(60);
  });
});

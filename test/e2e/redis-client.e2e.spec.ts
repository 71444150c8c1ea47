import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { RedisConfig } from '../../src/platform/config/index.js';
import {
  closeRedis,
  createRedisClient,
  firstConnection,
  type RedisClient,
  type RedisClientOptions,
} from '../../src/platform/redis/index.js';
import { eventually } from '../support/eventually.mjs';
import { freePort } from '../support/kept-process.mjs';
import { startProxy } from '../support/proxy.js';
import { type RedisServer, startRedisServer } from '../support/redis-server.mjs';

const clients: RedisClient[] = [];
const servers: { stop(): Promise<unknown> }[] = [];
const closers: (() => Promise<void>)[] = [];
const lines: string[] = [];
const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => closeRedis(client)));
  await Promise.all(closers.splice(0).map((close) => close()));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  lines.length = 0;
});

function at(...urls: string[]): RedisConfig {
  return { urls, sentinels: [], sentinelName: null, busUrls: null };
}

function client(config: RedisConfig, options: RedisClientOptions = { role: 'cache' }): RedisClient {
  const made = createRedisClient(config, options, logger);
  clients.push(made);
  return made;
}

async function server(args: string[] = [], options: { port?: number } = {}): Promise<RedisServer> {
  const started = await startRedisServer(args, options);
  servers.push(started);
  return started;
}

describe('a client of one Redis', () => {
  it('comes up without Redis, rejects at once, and works as soon as Redis is there', async () => {
    const port = await freePort();
    const redis = client(at(`redis://127.0.0.1:${port}`));
    expect(await firstConnection(redis)).toBe(false);
    await expect(redis.get('a')).rejects.toThrow();

    await server([], { port });
    await eventually(async () => (await redis.set('a', '1')) === 'OK');
    expect(await redis.get('a')).toBe('1');
    expect(lines.some((line) => line.includes('Redis is back'))).toBe(true);
  });

  it('is ready at the first use where Redis is there', async () => {
    const { url } = await server();
    const redis = client(at(url));
    expect(await firstConnection(redis)).toBe(true);
    expect(await redis.ping()).toBe('PONG');
  });

  it('rejects what is in flight when Redis is killed, and is back after its restart', async () => {
    const { url, port, stop } = await server();
    const redis = client(at(url));
    await firstConnection(redis);
    const [held] = await Promise.allSettled([redis.blpop('nothing', 10), stop()]);
    expect(held.status).toBe('rejected');
    await expect(redis.get('a')).rejects.toThrow();

    await server([], { port });
    await eventually(async () => (await redis.ping()) === 'PONG');
  });

  it('gives up on a frozen Redis within the command timeout, leaves the half-open connection, and is back when it thaws', async () => {
    const { url, process: frozen } = await server();
    const redis = client(at(url));
    await firstConnection(redis);
    process.kill(frozen.pid, 'SIGSTOP');
    try {
      await expect(redis.get('a')).rejects.toThrow(); // frozen: nothing but the client's own limit ends it
      await eventually(() => redis.status !== 'ready');
      await expect(redis.get('a')).rejects.toThrow();
    } finally {
      process.kill(frozen.pid, 'SIGCONT');
    }
    await eventually(async () => (await redis.ping()) === 'PONG');
  });

  it('leaves a Redis that became a replica, and writes to the master that takes its address', async () => {
    const [first, second] = await Promise.all([server(), server()]);
    const proxy = await startProxy({ port: first.port });
    closers.push(() => proxy.close());
    const redis = client(at(`redis://127.0.0.1:${proxy.port}`));
    await firstConnection(redis);
    await redis.set('a', '1');
    const admin = client(at(first.url));
    await firstConnection(admin);
    await (admin as Redis).replicaof('127.0.0.1', second.port); // one address, so no cluster
    proxy.retarget({ port: second.port });
    await expect(redis.set('a', '2')).rejects.toThrow('READONLY');
    await eventually(async () => (await redis.set('a', '3')) === 'OK');
    expect(proxy.accepted).toBeGreaterThan(1);
  });

  it('does not reconnect for each command while the address stays a replica', async () => {
    const [master, replica] = await Promise.all([server(), server()]);
    const proxy = await startProxy({ port: replica.port });
    closers.push(() => proxy.close());
    const redis = client(at(`redis://127.0.0.1:${proxy.port}`));
    await firstConnection(redis);
    await (redis as Redis).replicaof('127.0.0.1', master.port); // one address, so no cluster
    await expect(redis.set('a', '1')).rejects.toThrow('READONLY');
    await eventually(() => proxy.accepted > 1 && redis.status === 'ready');
    const before = proxy.accepted;
    let refused = 0;
    while (refused < 20) {
      const told = await redis.set('a', '1').catch((error: unknown) => String(error));
      if (String(told).includes('READONLY')) refused += 1; // otherwise it connects just now: once a second it may
    }
    expect(proxy.accepted - before).toBeLessThan(refused / 2);
  });

  it('closes in a moment although Redis is frozen or gone', async () => {
    const { url, process: frozen } = await server();
    const [ofFrozen, ofGone] = [client(at(url)), client(at(`redis://127.0.0.1:${await freePort()}`))];
    await firstConnection(ofFrozen);
    process.kill(frozen.pid, 'SIGSTOP');
    // The frozen one never answers.
    await expect(Promise.all([closeRedis(ofFrozen), closeRedis(ofGone)])).resolves.toHaveLength(2);
  });
});

describe('a subscriber', () => {
  it('notices a half-open connection, and hears again as soon as it has subscribed anew', async () => {
    const { url, port } = await server();
    const proxy = await startProxy({ port });
    closers.push(() => proxy.close());
    const subscriber = client(at(`redis://127.0.0.1:${proxy.port}`), { role: 'subscriber' });
    const publisher = client(at(url), { role: 'bus' });
    await Promise.all([firstConnection(subscriber), firstConnection(publisher)]);
    const heard: string[] = [];
    subscriber.on('message', (_, message: string) => heard.push(message));
    await subscriber.subscribe('news');
    subscriber.on('ready', () => void subscriber.subscribe('news').catch(() => undefined));
    await publisher.publish('news', 'one');
    await eventually(() => heard.length === 1);

    proxy.freeze();
    await eventually(() => subscriber.status !== 'ready', {
      what: 'the silence is noticed',
    });
    proxy.cut();
    proxy.thaw();
    await eventually(async () => (await publisher.publish('news', 'two')) === 1);
    await eventually(() => heard.includes('two'));
  });

  it('asks for nothing by itself on a new connection: nobody would hear that it failed, and the process would end', async () => {
    const { port } = await server();
    const proxy = await startProxy({ port });
    closers.push(() => proxy.close());
    const subscriber = client(at(`redis://127.0.0.1:${proxy.port}`), { role: 'subscriber' });
    const watcher = client(at(`redis://127.0.0.1:${port}`), { role: 'general' });
    await Promise.all([firstConnection(subscriber), firstConnection(watcher)]);
    await subscriber.subscribe('news');
    proxy.cut();
    await eventually(() => proxy.accepted > 1 && subscriber.status === 'ready');
    await subscriber.ping(); // whatever was sent at `ready` has been carried out before it
    expect(await watcher.call('PUBSUB', 'NUMSUB', 'news')).toEqual(['news', 0]);
  });

  it('stays on a quiet connection that is whole', async () => {
    const { port } = await server();
    const proxy = await startProxy({ port });
    closers.push(() => proxy.close());
    const subscriber = client(at(`redis://127.0.0.1:${proxy.port}`), { role: 'subscriber' });
    await firstConnection(subscriber);
    await subscriber.subscribe('news');
    // A server that stands still is left, and rightly: then another stretch of two answered pings is looked at.
    await eventually(async () => {
      const [connections, replies] = [proxy.accepted, proxy.repliesPassed];
      await eventually(() => proxy.repliesPassed >= replies + 2, { what: 'two pings are answered' });
      return proxy.accepted === connections;
    });
  });
});

describe('credentials', () => {
  const PASSWORD = 'p%40ss-5ecret';
  const ACL = ['--user', 'app', 'on', '>p@ss-5ecret', '~*', '&*', '+@all', '--user', 'default', 'off'];

  it('are taken from the URL', async () => {
    const { port } = await server(ACL);
    const redis = client(at(`redis://app:${PASSWORD}@127.0.0.1:${port}/3`));
    expect(await firstConnection(redis)).toBe(true);
    expect(await redis.call('ACL', 'WHOAMI')).toBe('app');
  });

  it('are never logged, neither when they are wrong nor when Redis is gone', async () => {
    const { port, stop } = await server(ACL);
    const wrong = client(at(`redis://app:wr0ng-5ecret@127.0.0.1:${port}`));
    const right = client(at(`redis://app:${PASSWORD}@127.0.0.1:${port}`));
    await Promise.all([firstConnection(wrong), firstConnection(right)]);
    await eventually(() => lines.some((line) => line.includes('WRONGPASS')));
    await stop();
    await eventually(() => lines.some((line) => line.includes('ECONNREFUSED')));
    expect(lines.join('\n')).not.toMatch(/5ecret/);
  });

  it('do not stand in the error of a URL that cannot be read', () => {
    expect(() => createRedisClient(at('redis://app:5ecret@host:123456'), { role: 'cache' }, logger)).toThrow(
      /^(?!.*5ecret).*cannot be read/,
    );
  });
});

describe('the log of a lost Redis', () => {
  it('says it once, not at every try', async () => {
    const redis = client(at(`redis://127.0.0.1:${await freePort()}`));
    let tries = 0;
    redis.on('close', () => (tries += 1));
    await eventually(() => tries >= 5);
    expect(lines.filter((line) => line.includes('Redis cannot be used'))).toHaveLength(1);
  });
});

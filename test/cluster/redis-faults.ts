import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Fault, Scene } from './fault.js';

const NOBODY = ['127.0.0.1', '1'] as const;

function redisFault(name: string, happen: (redis: Redis, scene: Scene) => Promise<unknown>): Fault {
  return {
    name,
    group: 'redis',
    database: null,
    happen: async (scene) => void (await happen(scene.cluster.redis, scene)),
  };
}

export const redisFaults: readonly Fault[] = [
  redisFault('CLIENT KILL of all connections', async (redis) => {
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  }),
  redisFault('CLIENT KILL of the subscribers', (redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')),
  redisFault('CLIENT PAUSE', async (redis, { cluster, random }) => {
    const pauseMs = Math.round(cluster.timing.leaseMs * random.between(0.2, 1.5));
    await redis.call('CLIENT', 'PAUSE', pauseMs, random.pick(['ALL', 'WRITE']));
    await pause(pauseMs);
  }),
  redisFault('Redis restarted empty', async (_, { cluster, random }) => {
    await cluster.stopRedis();
    await pause(random.between(0, 1_500));
    await cluster.startRedis();
  }),
  redisFault('Redis emptied by another program', (redis) => redis.call('FLUSHALL')),
  redisFault('Redis read-only and back', async (redis, { cluster, random }) => {
    await redis.call('REPLICAOF', ...NOBODY);
    await pause(cluster.timing.leaseMs * random.between(0.3, 1.5));
    await redis.call('REPLICAOF', 'NO', 'ONE');
  }),
  redisFault('Redis full', async (redis, { cluster, random }) => {
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    await redis.config('SET', 'maxmemory', '1mb');
    // A small database fits: what is over the limit from the start is full.
    const refused = await redis.set(`${cluster.prefix}-filling`, 'x'.repeat(2_000_000)).then(
      () =>
        redis.set(`${cluster.prefix}-filling:2`, 'x').then(
          () => false,
          () => true,
        ),
      () => true,
    );
    if (!refused) throw new Error('Redis is not full');
    await pause(cluster.timing.leaseMs * random.between(0.3, 1.5));
    await redis.config('SET', 'maxmemory', '0');
    await redis.del(`${cluster.prefix}-filling`);
  }),
];

/** The bytes of an entry of before a write are put back under its key, as a restored dump or a confused program would. */
export const oldEntry: Fault = {
  name: 'an old entry written back by hand',
  group: 'entry',
  database: null,
  happen: async ({ cluster, cast, clients, random }, writer) => {
    const { redis, prefix } = cluster;
    const document = random.pick(cast.documents);
    const epoch = await redis.hmget(`${prefix}:epoch`, 'id', 'clear');
    const key = `${prefix}:${epoch[0]}:e:${epoch[1]}:{assessment:${document}}:assessment:${document}:details`;
    const old = await redis.dumpBuffer(key);
    if (old === null) return; // it is in no tier just now
    for (let turn = 0; turn < 3; turn += 1) {
      await clients.write(writer, document);
      await redis.restore(key, 60_000, old, 'REPLACE').catch(() => undefined); // full, or read-only: another fault
      await pause(100);
    }
  },
};

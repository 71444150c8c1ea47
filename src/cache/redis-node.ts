import type { Cluster, Redis } from 'ioredis';
import { systemClock, type Timer } from '../kernel/clock.js';
import { StartRefused } from '../kernel/errors.js';
import { closeRedis, createRedisClient, firstConnection } from '../platform/redis/index.js';
import { assembleNode, type CacheNode } from './cache-node.js';
import type { CacheOptions } from './cache.options.js';
import { RedisBus } from './coherence/redis.bus.js';
import { LruMemoryTier } from './tiers/memory.tier.js';
import { RedisTier } from './tiers/redis.tier.js';
import { unfitness } from './tiers/redis-fitness.js';

/** How often, in ms, what dead writers left in Redis is tidied away. */
const SWEEP_EVERY_MS = 30_000;
/** How long a start waits, in ms, for the first lease; without it the service starts all the same. */
const FIRST_LEASE_MS = 1_000;

/** A cache node over real Redis connections: commands, bus (to speak), subscriber (to listen). */
export interface RedisNode extends CacheNode {
  /** Small texts beside the cache; null without Redis. */
  readonly notes: RedisTier | null;
  readonly connections: readonly (Redis | Cluster)[];
  stop(): void;
}

/** Connects and assembles. A Redis that is not there does not stop it: it is used when it comes. */
export async function openRedisNode(options: CacheOptions): Promise<RedisNode> {
  const memory = new LruMemoryTier(options.l1);
  const log = options.logger;
  const { redis } = options;
  if (redis === null) {
    return {
      ...assembleNode(options, memory, null, systemClock, log),
      notes: null,
      connections: [],
      stop: () => undefined,
    };
  }
  const commands = createRedisClient(redis, { role: 'cache' }, log);
  const strict = options.consistency === 'strict';
  const speaker = createRedisClient(redis, { role: 'bus' }, log);
  const listener = createRedisClient(redis, { role: 'subscriber' }, log);
  const connections = [commands, speaker, listener];
  let unfit: readonly string[] = [];
  const shared = new RedisTier(commands, options.prefix, (settings) => {
    unfit = unfitness(settings);
    for (const sentence of unfit) log.warn({}, sentence);
    return !strict || unfit.length === 0; // a strict process would rather have no Redis than one that lies
  });
  const bus = new RedisBus(speaker, listener, options.prefix, options.instanceId);
  const node = assembleNode(options, memory, { shared, bus }, systemClock, log);
  await firstConnection(commands);
  await firstLease(node);
  if (strict && unfit.length > 0) {
    await closeRedisNode({ ...node, notes: shared, connections, stop: () => undefined });
    throw new StartRefused(`CACHE_CONSISTENCY=strict refuses to start. ${unfit.join(' ')}`);
  }
  const sweep = everyMs(SWEEP_EVERY_MS, () => void shared.sweep().catch(() => undefined)); // the next one does it
  return { ...node, notes: shared, connections, stop: sweep };
}

export async function closeRedisNode(node: RedisNode): Promise<void> {
  node.stop();
  node.cluster?.epochs.stop();
  await node.cluster?.lease.stop();
  await Promise.all(node.connections.map((connection) => closeRedis(connection)));
}

/** A process that is a member from its first request on answers it from L1. */
async function firstLease(node: CacheNode): Promise<void> {
  const startedMs = systemClock.nowMs();
  while (node.cluster?.lease.isValid() === false && systemClock.nowMs() - startedMs < FIRST_LEASE_MS) {
    await new Promise<void>((resolve) => systemClock.after(10, resolve));
  }
}

function everyMs(intervalMs: number, run: () => void): () => void {
  let timer: Timer;
  const next = (): void => {
    timer = systemClock.after(intervalMs, () => {
      run();
      next();
    });
  };
  next();
  return () => timer.cancel();
}

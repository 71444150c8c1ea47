import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, Redis } from 'ioredis';
import { pino } from 'pino';
import type { CacheOptions } from '../../src/cache/cache.options.js';
import { RedisBus } from '../../src/cache/coherence/redis.bus.js';
import { scope } from '../../src/cache/coherence/scope.js';
import { closeRedisNode, openRedisNode, type RedisNode } from '../../src/cache/redis-node.js';
import { randomId } from '../../src/kernel/ids.js';
import type { RedisConfig } from '../../src/platform/config/index.js';
import { closeRedis, createRedisClient } from '../../src/platform/redis/index.js';
import { eventually } from '../support/eventually.mjs';
import type { RedisServer } from '../support/redis-server.mjs';
import { undisturbed } from '../support/undisturbed.js';
import { type ClusterSetup, startClusterSetup } from '../support/redis-topologies.js';

const LEASE_MS = 1000;
const FAILOVER_LIMIT_MS = 90_000;
const ROUNDS = 20;
const logger = pino({ level: 'silent' });
const L1 = { enabled: true, maxBytes: 1_000_000, maxEntries: 100 };
const thing = scope('thing', '1');

/** What all processes of a test read and write. */
interface Truth {
  value: number;
}

const nodes: RedisNode[] = [];
const prefixes: string[] = [];
const clients: (Redis | Cluster)[] = [];
let setup: ClusterSetup;

beforeAll(async () => void (setup = await startClusterSetup()));
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => closeRedisNode(node)));
  await Promise.all(clients.splice(0).map((client) => closeRedis(client)));
});
afterAll(() => setup.stop());

function redisConfig(): RedisConfig {
  return { urls: setup.urls, sentinels: [], sentinelName: null, busUrls: null };
}

async function open(
  prefix: string,
  consistency: CacheOptions['consistency'],
  redis: Partial<RedisConfig> = {},
  l1: CacheOptions['l1'] = L1,
): Promise<RedisNode> {
  const node = await openRedisNode({
    instanceId: randomId(),
    redis: { ...redisConfig(), ...redis },
    enabled: true,
    l1,
    l2: { enabled: true, budgetMs: 5_000 },
    maxEntryBytes: 10_000,
    prefix,
    consistency,
    ackWaitMs: 2000,
    leaseMs: LEASE_MS,
    pendingMs: 5000,
    isolatedL1Ms: 5000,
    staleIfErrorS: 0,
    loadBoundMs: 5000,
    debugHeaders: false,
    logger,
  });
  nodes.push(node);
  return node;
}

async function openTwo(
  consistency: CacheOptions['consistency'],
  redis: Partial<RedisConfig> = {},
  l1: CacheOptions['l1'] = L1,
): Promise<readonly [RedisNode, RedisNode]> {
  const prefix = `cluster-bus-${randomId()}`;
  prefixes.push(prefix);
  const two = [
    await open(prefix, consistency, redis, l1),
    await open(prefix, consistency, redis, l1),
  ] as const;
  await bothHaveLeases(two);
  return two;
}

async function bothHaveLeases(two: readonly RedisNode[], withinMs = 30_000): Promise<void> {
  await eventually(() => two.every((node) => node.cluster?.lease.isValid()), {
    withinMs,
    what: 'both have a lease',
  });
}

/** Reads as a request does: what the caller would be sent, and where it came from. */
async function read(node: RedisNode, truth: Truth): Promise<{ value: number; from: string }> {
  const { entry, outcome } = await node.reads.read({
    key: 'thing:1',
    scope: thing,
    fresh: false,
    load: () =>
      Promise.resolve({
        body: Buffer.from(String(truth.value)),
        etag: `"${truth.value}"`,
        ownerId: '',
        ttlMs: 60_000,
      }),
    judge: () => undefined,
  });
  return { value: Number(entry.body), from: outcome.kind === 'hit' ? outcome.tier : outcome.kind };
}

async function write(node: RedisNode, truth: Truth): Promise<void> {
  const pending = await node.writes.begin([thing]);
  truth.value += 1;
  await node.writes.commit(pending);
}

async function readsOf(two: readonly RedisNode[], truth: Truth): Promise<string[]> {
  return Promise.all(two.map(async (node) => (await read(node, truth)).from));
}

async function bothRemember(two: readonly RedisNode[], truth: Truth, withinMs = 30_000): Promise<void> {
  await eventually(async () => (await readsOf(two, truth)).every((from) => from === 'l1'), {
    withinMs,
    what: 'both answer from memory',
  });
}

/** @param stale gets a word of each old read, also where all is played again */
async function everyWriteIsSeenAtOnce(
  two: readonly [RedisNode, RedisNode],
  truth: Truth,
  stale: string[] = [],
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [writer, other] = round % 2 === 0 ? two : [two[1], two[0]];
    await write(writer, truth);
    for (const node of [other, writer]) {
      const { value, from } = await read(node, truth);
      if (value !== truth.value) stale.push(`${value} from ${from}, not ${truth.value}`);
      expect(value).toBe(truth.value);
    }
  }
}

describe('two processes on a Redis Cluster', () => {
  it('have a lease, share entries, and see an acknowledged write of the other at once', async () => {
    const two = await openTwo('available');
    const truth = { value: 1 };
    await eventually(() => two[0].cluster?.epochs.quarantineMs() === 0);
    await eventually(async () => (await read(two[0], truth)).from === 'l1');
    await undisturbed(two, async () => {
      await write(two[0], truth);
      expect(await read(two[0], truth)).toEqual({ value: truth.value, from: 'miss' });
      expect(await read(two[1], truth)).toEqual({ value: truth.value, from: 'l2' });
    });
    await undisturbed(two, () => everyWriteIsSeenAtOnce(two, truth));
    await bothRemember(two, truth);
    const startedMs = performance.now();
    await eventually(() => performance.now() - startedMs > 2 * LEASE_MS);
    await bothHaveLeases(two); // they were renewed meanwhile
    await bothRemember(two, truth);
  });

  it('are linearizable in strict mode, on the cluster whole or as the bus alone', async () => {
    for (const urls of [setup.urls, [process.env['TEST_REDIS_URL'] ?? '']]) {
      const two = await openTwo('strict', { urls, busUrls: setup.urls });
      const truth = { value: 1 };
      await bothRemember(two, truth);
      const stale: string[] = [];
      await undisturbed(two, () => everyWriteIsSeenAtOnce(two, truth, stale));
      expect(stale).toEqual([]); // a write may be refused while the cluster does not answer, but no read may be old
    }
  });

  it('follow the slot of the bus to another node while it is moved', async () => {
    const prefix = `moved-${randomId()}`;
    const [first, second] = [bus(prefix, 'first'), bus(prefix, 'second')];
    const servers: string[] = [];
    const losses: string[] = [];
    const heard: string[] = [];
    for (const each of [first, second])
      each.onSubscription((subscription) => {
        if (subscription.kind === 'lost') losses.push('lost');
        else servers.push(subscription.server);
      });
    first.onMessage((message) => heard.push(message));
    await eventually(() => servers.length === 2);
    const owner = await setup.ownerOf('{bus}');
    const next = setup.nodes.find((node) => node !== owner) ?? owner;

    await setup.moveSlotOf('{bus}', next);
    await eventually(() => servers.length === 4, { what: 'both have followed' });
    expect(losses).toEqual(['lost', 'lost']);
    expect(servers[3]).toBe(servers[2]);
    expect(servers[3]).not.toBe(servers[0]);
    await second.publish('afterwards');
    await second.send('first', 'for you');
    await eventually(() => heard.includes('afterwards') && heard.includes('for you'));
  });

  it('lose the lease when the node of the bus dies, and have one again at its successor', async () => {
    const two = await openTwo('available');
    const truth = { value: 1 };
    const owner = await setup.ownerOf('{bus}');
    await setup.addReplicaOf(owner);
    await bothRemember(two, truth);
    const epoch = two[0].cluster?.epochs.current()?.id;

    await owner.stop();
    await eventually(() => two.every((node) => node.cluster?.lease.isValid() === false), {
      what: 'the leases end',
    });
    await bothHaveLeases(two, FAILOVER_LIMIT_MS);
    expect(two[0].cluster?.epochs.current()?.id).not.toBe(epoch);
    await bothRemember(two, truth, FAILOVER_LIMIT_MS);
    await undisturbed(two, () => everyWriteIsSeenAtOnce(two, truth));
    const settled = two[0].cluster?.epochs.current()?.id;
    const third = await open(prefixes.at(-1) ?? '', 'available');
    await bothRemember([...two, third], truth);
    expect(third.cluster?.epochs.current()?.id).toBe(settled); // whoever comes later sees the same masters
  });

  it('do not believe a node that took over with what a write had made stale', async () => {
    const owner = await setup.ownerOf(`{${thing}}`);
    const replica = await setup.addReplicaOf(owner);
    await command(owner, (client) => client.config('SET', 'min-replicas-to-write', 1));
    const two = await openTwo('strict', {}, { enabled: false, maxBytes: 1, maxEntries: 1 });
    const truth = { value: 1 };
    const reads: { value: number; from: string }[] = [];
    const bothReadShared = async (): Promise<boolean> => {
      const read2 = await Promise.all(two.map((node) => read(node, truth)));
      reads.push(...read2);
      return read2.every(({ from }) => from === 'l2');
    };
    // A young epoch: its writers wait for what may still be believed on an isolated old master.
    await eventually(() => write(two[0], truth).then(() => true), { withinMs: FAILOVER_LIMIT_MS });
    await eventually(bothReadShared, { withinMs: FAILOVER_LIMIT_MS, everyMs: 5 });
    await command(owner, (client) => client.wait(1, 1000)); // the replica has the entry
    process.kill(replica.process.pid, 'SIGSTOP');
    await command(owner, async (client) => {
      await client.config('SET', 'min-replicas-to-write', 0); // as within min-replicas-max-lag
      await client.client('KILL', 'TYPE', 'replica');
    });
    await write(two[0], truth); // the replica never hears of it
    reads.length = 0;
    await bothReadShared();
    await owner.stop();
    process.kill(replica.process.pid, 'SIGCONT');
    await eventually(
      async () =>
        (await command(replica, (client) => client.info('replication'))).includes('role:master') &&
        (await bothReadShared()),
      { withinMs: FAILOVER_LIMIT_MS, everyMs: 2 },
    );
    expect(reads.filter(({ value }) => value !== truth.value)).toEqual([]);
  });
});

async function command<T>(server: RedisServer, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ port: server.port, host: '127.0.0.1', retryStrategy: () => null });
  client.on('error', () => undefined); // the command says it
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
}

function bus(prefix: string, name: string): RedisBus {
  const speaker = createRedisClient(redisConfig(), { role: 'bus' }, logger);
  const listener = createRedisClient(redisConfig(), { role: 'subscriber' }, logger);
  clients.push(speaker, listener);
  return new RedisBus(speaker, listener, prefix, name);
}

import { Redis } from 'ioredis';
import { eventually } from './eventually.mjs';
import { freePort } from './kept-process.mjs';
import { type RedisServer, startRedisServer } from './redis-server.mjs';

const START_LIMIT_MS = 40_000;
const CLUSTER_SLOTS = 16_384;
/** Instead of fifteen seconds; a node that a busy machine makes wait is not lost. */
const NODE_TIMEOUT_MS = 2_500;

/** A master, its replica, and three Sentinels that watch them. */
export interface SentinelSetup {
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly name: string;
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  stop(): Promise<void>;
}

/** Starts it; a master counts as lost after a second. */
export async function startSentinelSetup(): Promise<SentinelSetup> {
  const name = 'watched';
  const master = await startRedisServer();
  const replica = await startRedisServer(['--replicaof', '127.0.0.1', String(master.port)]);
  const config = [
    `sentinel monitor ${name} 127.0.0.1 ${master.port} 2`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 5000`,
  ].join('\n');
  const sentinels = await Promise.all([1, 2, 3].map(() => startRedisServer(['--sentinel'], { config })));
  await Promise.all(
    sentinels.map(({ port }) => eventually(() => seesAll(port, name), { withinMs: START_LIMIT_MS })),
  );
  const all = [master, replica, ...sentinels];
  return {
    master,
    replica,
    name,
    addresses: sentinels.map(({ port }) => ({ host: '127.0.0.1', port })),
    stop: async () => void (await Promise.all(all.map((server) => server.stop()))),
  };
}

/** A Sentinel elects nobody before it knows the replica and the two others. */
async function seesAll(port: number, name: string): Promise<boolean> {
  return asking(port, async (client) => {
    const master = (await client.call('SENTINEL', 'MASTER', name)) as string[]; // a flat list of names and values
    const valueOf = (field: string): string | undefined => master[master.indexOf(field) + 1];
    return valueOf('num-slaves') === '1' && valueOf('num-other-sentinels') === '2';
  });
}

/** Three masters that share the slots, without replicas. */
export interface ClusterSetup {
  readonly nodes: readonly RedisServer[];
  readonly urls: readonly string[];
  /** The master that owns the slot of a key. */
  ownerOf(key: string): Promise<RedisServer>;
  /** Gives a master a replica, which takes its slots a few seconds after it has died. */
  addReplicaOf(master: RedisServer): Promise<RedisServer>;
  /** Moves the slot of a key, with its keys, to another master, as `redis-cli --cluster reshard` does. */
  moveSlotOf(key: string, to: RedisServer): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it and waits until every node says that the cluster is whole. */
export async function startClusterSetup(): Promise<ClusterSetup> {
  const nodes = await Promise.all([1, 2, 3].map(() => startClusterNode()));
  const share = Math.ceil(CLUSTER_SLOTS / nodes.length);
  for (const [index, { port }] of nodes.entries()) {
    await asking(port, async (client) => {
      const last = Math.min((index + 1) * share, CLUSTER_SLOTS) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', index * share, last);
      for (const other of nodes) await client.call('CLUSTER', 'MEET', '127.0.0.1', other.port, other.busPort);
    });
  }
  const whole = (port: number): Promise<boolean> =>
    asking(port, async (client) => String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  await Promise.all(
    nodes.map(({ port }) =>
      eventually(() => whole(port), { withinMs: START_LIMIT_MS, what: 'the cluster is whole' }),
    ),
  );
  const replicas: RedisServer[] = [];
  const ownerOf = async (key: string): Promise<RedisServer> => {
    const running = [...nodes, ...replicas].filter(({ process }) => process.isRunning());
    const owned = await Promise.all(running.map(({ port }) => asking(port, (client) => owns(client, key))));
    return running[owned.indexOf(true)] ?? Promise.reject(new Error('nobody owns the slot'));
  };
  return {
    nodes,
    urls: nodes.map(({ url }) => url),
    ownerOf,
    addReplicaOf: async (master) => {
      const replica = await startClusterNode();
      replicas.push(replica);
      await addReplica(
        replica,
        master,
        nodes.filter(({ process }) => process.isRunning()),
      );
      return replica;
    },
    moveSlotOf: async (key, to) => moveSlot(key, await ownerOf(key), to, nodes),
    stop: async () => void (await Promise.all([...nodes, ...replicas].map((node) => node.stop()))),
  };
}

async function owns(client: Redis, key: string): Promise<boolean> {
  return client.exists(key).then(
    () => true,
    () => false,
  );
}

async function addReplica(
  replica: RedisServer & { readonly busPort: number },
  master: RedisServer,
  nodes: readonly RedisServer[],
): Promise<void> {
  const masterId = await nodeId(master.port);
  for (const { port } of nodes)
    await asking(port, async (client) => {
      await client.config('SET', 'cluster-node-timeout', NODE_TIMEOUT_MS);
      await client.call('CLUSTER', 'MEET', '127.0.0.1', replica.port, replica.busPort);
    });
  await asking(replica.port, async (client) => {
    await client.config('SET', 'cluster-node-timeout', NODE_TIMEOUT_MS);
    // Refused until it has heard of its master.
    await eventually(async () => (await client.call('CLUSTER', 'REPLICATE', masterId)) === 'OK', {
      withinMs: START_LIMIT_MS,
      what: 'the replica knows its master',
    });
    await eventually(async () => (await client.info('replication')).includes('master_link_status:up'), {
      withinMs: START_LIMIT_MS,
      what: 'the replica follows',
    });
  });
}

async function moveSlot(
  key: string,
  from: RedisServer,
  to: RedisServer,
  nodes: readonly RedisServer[],
): Promise<void> {
  const [fromId, toId] = await Promise.all([nodeId(from.port), nodeId(to.port)]);
  const slot = await asking(to.port, async (client) => Number(await client.cluster('KEYSLOT', key)));
  const setSlot = (port: number, ...state: string[]): Promise<unknown> =>
    asking(port, (client) => client.call('CLUSTER', 'SETSLOT', slot, ...state));
  await setSlot(to.port, 'IMPORTING', fromId);
  await setSlot(from.port, 'MIGRATING', toId);
  await asking(from.port, async (client) => {
    const keys = await client.cluster('GETKEYSINSLOT', slot, 100);
    if (keys.length > 0) await client.migrate('127.0.0.1', to.port, '', 0, 5000, 'KEYS', ...keys);
  });
  const others = nodes.filter((node) => node !== from && node !== to);
  for (const { port } of [to, from, ...others]) await setSlot(port, 'NODE', toId);
}

async function nodeId(port: number): Promise<string> {
  return asking(port, async (client) => String(await client.call('CLUSTER', 'MYID')));
}

/** The bus port is named, as the usual one (10000 higher) may be taken or out of range. */
async function startClusterNode(): Promise<RedisServer & { readonly busPort: number }> {
  const busPort = await freePort();
  const node = await startRedisServer(['--cluster-enabled', 'yes', '--cluster-port', String(busPort)]);
  return { ...node, busPort };
}

async function asking<T>(port: number, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => null });
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
}

import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { findTestMongod, type MongoServer, startMongoServer } from '../support/mongo-server.mjs';
import { type RedisServer, startRedisServer } from '../support/redis-server.mjs';
import { HttpClient } from './http-client.js';
import { Links } from './links.js';
import { apiNode, type ClusterNode, type NodeLinks, type WorkerNode, workerNode } from './node.js';

export interface ClusterOptions {
  readonly mode: 'available' | 'strict';
  readonly processes?: number;
  /** Whether jobs run in a process of their own, beside the API processes. */
  readonly worker?: boolean;
  /** Over the short times that a cluster runs with; an empty value leaves the default. */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of one process alone. */
  readonly envOf?: (index: number) => Readonly<Record<string, string>>;
  /** Another database than one of its own, without proxies: a replica set of several members. */
  readonly mongoUri?: string;
}

/** The durations that the processes run with, in ms. */
export interface Timing {
  readonly leaseMs: number;
  readonly pendingMs: number;
  readonly isolatedL1Ms: number;
  readonly maxTimeMs: number;
}

/** API processes over a real mongod and a real Redis of their own, each link behind a proxy. */
export interface Cluster {
  readonly mode: 'available' | 'strict';
  readonly prefix: string;
  readonly timing: Timing;
  readonly nodes: readonly ClusterNode[];
  /** Null: each API process runs jobs. */
  readonly worker: WorkerNode | null;
  readonly http: HttpClient;
  /** Straight to the servers, past the proxies. */
  readonly redis: Redis;
  readonly database: mongoose.mongo.Db;
  /** The first super_admin. */
  readonly admin: { readonly email: string; readonly password: string };
  /** The process of this number. */
  node(index: number): ClusterNode;
  /** Ends Redis; `startRedis` brings it back on the same port, empty. */
  stopRedis(): Promise<void>;
  startRedis(): Promise<void>;
  stop(): Promise<void>;
}

/** Shorter than the defaults, so that faults and what follows from them fit into minutes. */
const SHORT: Readonly<Record<string, string>> = {
  CACHE_LEASE_MS: '1000',
  CACHE_PENDING_MS: '3600',
  CACHE_ISOLATED_L1_MS: '1500',
  MONGODB_MAX_TIME_MS: '2500',
  // While nothing is broken every process acknowledges in time, also on a busy machine: the promise of then is checked.
  CACHE_ACK_WAIT_MS: '500',
};
/** A client that leaves a lost primary soon; the driver's own patience is half a minute. */
export const QUICK_CLIENT = {
  heartbeatFrequencyMS: 500,
  connectTimeoutMS: 1_000,
  socketTimeoutMS: 3_000,
  serverSelectionTimeoutMS: 3_000,
} as const;
const ADMIN = { email: 'root@example.com', password: 'the first of all passwords' };

/** Starts all of it; `stop` ends all of it. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const started = new Stack();
  try {
    return await raise(options, started);
  } catch (error) {
    await started.unwind();
    throw error;
  }
}

async function raise(options: ClusterOptions, started: Stack): Promise<Cluster> {
  const prefix = `test_${randomBytes(5).toString('hex')}`;
  let redisServer: RedisServer = await startRedisServer();
  started.push(() => redisServer.stop());
  const mongo = options.mongoUri === undefined ? await ownMongo(started) : null;
  const client = new mongoose.mongo.MongoClient(mongo?.uri ?? options.mongoUri ?? '', QUICK_CLIENT);
  started.push(() => client.close());
  const redis = new Redis(redisServer.port, '127.0.0.1', { maxRetriesPerRequest: 50 });
  redis.on('error', () => undefined); // it is ended and begun anew on purpose
  started.push(() => redis.disconnect());
  const http = new HttpClient();
  started.push(() => http.close());
  const links = new Links();
  started.push(() => links.close());
  const common = { ...environmentOf(options), CACHE_PREFIX: prefix };
  const raiseNode = async <Node extends ClusterNode | WorkerNode>(
    index: number,
    make: (index: number, own: NodeLinks, environment: Record<string, string>) => Node,
  ): Promise<Node> => {
    const own = await linksOf(links, redisServer.port, mongo?.port ?? redisServer.port);
    const uri = mongo === null ? withName(options.mongoUri ?? '', prefix) : direct(own.mongo.port, prefix);
    const node = make(index, own, { ...common, MONGODB_URI: uri, ...options.envOf?.(index) });
    started.push(() => node.kill());
    await node.start();
    return node;
  };
  const nodes: ClusterNode[] = [];
  const processes = options.processes ?? 3;
  // One after the other: the first one makes the admin and the indexes.
  for (let index = 0; index < processes; index += 1) nodes.push(await raiseNode(index, apiNode));
  const worker = options.worker === true ? await raiseNode(processes, workerNode) : null;
  return {
    mode: options.mode,
    prefix,
    timing: timingOf(common),
    nodes,
    worker,
    http,
    redis,
    database: client.db(prefix),
    admin: ADMIN,
    node: (index) => nodes[index] ?? missing(index),
    stopRedis: async () => void (await redisServer.stop()),
    startRedis: async () => {
      redisServer = await startRedisServer([], { port: redisServer.port });
    },
    stop: () => started.unwind(),
  };
}

function environmentOf({ mode, env, worker }: ClusterOptions): Record<string, string> {
  return {
    ...SHORT,
    CACHE_CONSISTENCY: mode,
    RATE_LIMIT_PER_MINUTE: '0',
    ACCESS_TOKEN_TTL_S: '86400',
    LOG_LEVEL: 'warn',
    JWT_SECRET: randomBytes(24).toString('hex'),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    WORKER_INLINE: String(worker !== true),
    ...env,
  };
}

/** The defaults of `.env.example` where nothing else is set. */
function timingOf(env: Readonly<Record<string, string>>): Timing {
  return {
    leaseMs: Number(env['CACHE_LEASE_MS'] || 2_000),
    pendingMs: Number(env['CACHE_PENDING_MS'] || 10_000),
    isolatedL1Ms: Number(env['CACHE_ISOLATED_L1_MS'] || 5_000),
    maxTimeMs: Number(env['MONGODB_MAX_TIME_MS'] || 5_000),
  };
}

async function ownMongo(started: Stack): Promise<MongoServer> {
  const mongo = await startMongoServer(await findTestMongod());
  started.push(() => mongo.stop());
  return mongo;
}

async function linksOf(links: Links, redisPort: number, mongoPort: number): Promise<NodeLinks> {
  return {
    commands: await links.open(redisPort),
    bus: await links.open(redisPort),
    mongo: await links.open(mongoPort),
  };
}

/** A driver that asks for the members would learn the server's own address, and go past the proxy. */
function direct(port: number, name: string): string {
  return `mongodb://127.0.0.1:${port}/${name}?directConnection=true`;
}

/** Several hosts are no URL that a parser takes. */
function withName(uri: string, name: string): string {
  return uri.replace('/?', `/${name}?`);
}

function missing(index: number): never {
  throw new Error(`there is no process ${index}`);
}

/** What was started, to be ended in the opposite order. */
class Stack {
  private readonly ends: (() => unknown)[] = [];

  push(end: () => unknown): void {
    this.ends.push(end);
  }

  async unwind(): Promise<void> {
    for (let end = this.ends.pop(); end !== undefined; end = this.ends.pop()) await end();
  }
}

import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../../kernel/clock.js';
import type { RedisConfig } from '../config/index.js';
import { logConnection } from './connection-log.js';
import { hardenedOptions, type RedisRole, retryDelayMs, sentinelOptions } from './redis-options.js';
import { parseRedisUrl, type RedisAddress } from './redis-url.js';
import { pingSubscriber } from './subscriber-ping.js';

export interface RedisClientOptions {
  readonly role: RedisRole;
  readonly clock?: Clock;
}

/** Redirections and retries of one command in a cluster: one move and its aftermath, not a second of waiting. */
const MAX_REDIRECTIONS = 4;

/**
 * A client that survives whatever Redis does: it connects by itself (also later, also again, for ever) and never throws
 * for it; a command without a connection, or unanswered for 200 ms, is rejected. A rejected command **may still be
 * executed later**, so scripts must be harmless then.
 *
 * One URL gives a single server, several a cluster, Sentinels their master; `bus` and `subscriber` go to the bus's own
 * Redis where there is one. A subscriber of a cluster is a plain connection to one node at a time, since the cluster
 * client's own would not notice a half-open one; it subscribes to nothing by itself, as the node may be another.
 *
 * Close it with {@link closeRedis}, not before the last request has ended.
 */
export function createRedisClient(
  config: RedisConfig,
  options: RedisClientOptions & { readonly role: 'subscriber' },
  logger: Logger,
): Redis;
export function createRedisClient(
  config: RedisConfig,
  options: RedisClientOptions,
  logger: Logger,
): Redis | Cluster;
export function createRedisClient(
  config: RedisConfig,
  { role, clock = systemClock }: RedisClientOptions,
  logger: Logger,
): Redis | Cluster {
  const nowMs = (): number => clock.nowMs();
  const options = hardenedOptions(role, nowMs);
  const addresses = urlsFor(config, role).map(parseRedisUrl);
  const client = build(config, role, addresses, options);
  const secrets = addresses.flatMap(({ password }) => (password === undefined ? [] : [password]));
  logConnection(client, role, secrets, logger, nowMs);
  if (role === 'subscriber' && client instanceof Redis) pingSubscriber(client, clock);
  client.connect().catch(() => {}); // the `error` listener tells, and the client goes on trying
  return client;
}

function urlsFor(config: RedisConfig, role: RedisRole): readonly string[] {
  const ofBus = role === 'bus' || role === 'subscriber' ? config.busUrls : null;
  return ofBus ?? config.urls;
}

function build(
  config: RedisConfig,
  role: RedisRole,
  addresses: readonly RedisAddress[],
  options: RedisOptions,
): Redis | Cluster {
  const [first, ...others] = addresses;
  if (first === undefined) {
    return new Redis({
      ...options,
      ...sentinelOptions(),
      sentinels: [...config.sentinels],
      name: config.sentinelName ?? '',
    });
  }
  if (others.length === 0) return new Redis({ ...options, ...first });
  const { username, password, tls } = first; // a cluster has one database and one way in
  const ofEachNode: RedisOptions = {
    ...options,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls: {} }), // each node answers by its own name
  };
  return role === 'subscriber' ? subscriberOfCluster(addresses, ofEachNode) : cluster(addresses, ofEachNode);
}

function cluster(addresses: readonly RedisAddress[], ofEachNode: RedisOptions): Cluster {
  const { lazyConnect = true, enableOfflineQueue = false } = ofEachNode;
  const ofCluster: ClusterOptions = {
    lazyConnect,
    enableOfflineQueue,
    maxRedirections: MAX_REDIRECTIONS,
    clusterRetryStrategy: retryDelayMs,
    redisOptions: ofEachNode,
    // A certificate names hosts: resolving them to addresses beforehand would make every one wrong.
    ...(ofEachNode.tls === undefined ? {} : { dnsLookup: (host, done) => done(null, host) }),
  };
  return new Cluster(
    addresses.map(({ host, port }) => ({ host, port })),
    ofCluster,
  );
}

/**
 * Each try to connect goes to the next node, or to another that was written into the client's options meanwhile:
 * ioredis reads host and port anew whenever it connects.
 */
function subscriberOfCluster(addresses: readonly RedisAddress[], options: RedisOptions): Redis {
  let turn = 0;
  const turnsAddress = (): { readonly host: string; readonly port: number } => {
    const { host = '', port = 0 } = addresses[turn % addresses.length] ?? {};
    return { host, port };
  };
  let tried = turnsAddress();
  const client = new Redis({
    ...options,
    ...tried,
    retryStrategy: (attempt) => {
      const { host = '', port = 0 } = client.options;
      if (host === tried.host && port === tried.port) {
        turn += 1;
        Object.assign(client.options, turnsAddress());
        tried = turnsAddress();
      } else tried = { host, port };
      return retryDelayMs(attempt);
    },
  });
  return client;
}

import type { RedisOptions } from 'ioredis';

/** What a connection is for; each role has a connection of its own, so that none waits behind another. */
export type RedisRole = 'general' | 'cache' | 'bus' | 'subscriber' | 'queue' | 'worker';

/** A host that does not answer the handshake in this time counts as gone. */
const CONNECT_TIMEOUT_MS = 500;
/** A caller waits no longer; the command itself may still be executed later. */
const COMMAND_TIMEOUT_MS = 200;
/** A connection with a command pending and no byte in this time is half-open: destroyed and made anew. */
const SOCKET_TIMEOUT_MS = 600;
/** A frozen server never answers our goodbye; until then its socket keeps the process alive. */
const DISCONNECT_TIMEOUT_MS = 300;
/** The queue's scripts move many keys at once, and nobody's answer waits for a cache budget there. */
const QUEUE_COMMAND_TIMEOUT_MS = 500;
const QUEUE_SOCKET_TIMEOUT_MS = 1_500;
/** Longer than the ten seconds for which a worker's connection may wait in Redis for the next job. */
const WORKER_SOCKET_TIMEOUT_MS = 15_000;
const SENTINEL_COMMAND_TIMEOUT_MS = 500;
const KEEP_ALIVE_MS = 10_000;
const RETRY_STEP_MS = 50;
const RETRY_LIMIT_MS = 500;
const SENTINEL_RETRY_STEP_MS = 100;
const SENTINEL_RETRY_LIMIT_MS = 1_000;
/** While the address stays a replica, each command would otherwise cost a reconnect. */
const READONLY_RECONNECT_EVERY_MS = 1_000;
/** ioredis: reconnect, and reject the command; 2 would resend it, for which there is no queue here. */
const RECONNECT = 1;

/** Milliseconds until the n-th try to connect; it is tried for ever, since Redis may come back at any time. */
export function retryDelayMs(attempt: number): number {
  return Math.min(RETRY_STEP_MS * attempt, RETRY_LIMIT_MS);
}

/**
 * The options of every connection: nothing waits without a limit, nothing is queued while there is no connection, and
 * nothing is sent a second time (the caller cannot know whether the first was executed).
 */
export function hardenedOptions(role: RedisRole, nowMs: () => number): RedisOptions {
  return {
    connectionName: `inframind-${role}`,
    lazyConnect: true,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // ioredis would subscribe anew with nobody to hear that it failed: a connection lost in that moment is a rejection
    // that nothing handles, and ends the process. Whoever subscribes does it at each `ready`.
    autoResubscribe: false,
    enableReadyCheck: true,
    retryStrategy: retryDelayMs,
    reconnectOnError: reconnectFromReplica(nowMs),
    ...ofQueue(role),
  };
}

/**
 * A worker takes jobs and waits for them as long as it takes: its library demands that commands wait for a connection,
 * and copies the client, so that the copy, too, must connect by itself.
 */
function ofQueue(role: RedisRole): RedisOptions {
  if (role === 'queue') {
    return { commandTimeout: QUEUE_COMMAND_TIMEOUT_MS, socketTimeout: QUEUE_SOCKET_TIMEOUT_MS };
  }
  if (role !== 'worker') return { commandTimeout: COMMAND_TIMEOUT_MS };
  return {
    lazyConnect: false,
    socketTimeout: WORKER_SOCKET_TIMEOUT_MS,
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
  };
}

/** Added where Sentinels tell the master: both a dead and a frozen one are left (a frozen one closes nothing). */
export function sentinelOptions(): RedisOptions {
  return {
    failoverDetector: true,
    sentinelCommandTimeout: SENTINEL_COMMAND_TIMEOUT_MS,
    sentinelRetryStrategy: (attempt) => Math.min(SENTINEL_RETRY_STEP_MS * attempt, SENTINEL_RETRY_LIMIT_MS),
  };
}

/** READONLY says that a failover made a replica of our server: the address may lead to the new master by now. */
function reconnectFromReplica(nowMs: () => number): (error: Error) => typeof RECONNECT | false {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (!error.message.startsWith('READONLY') || nowMs() - lastMs < READONLY_RECONNECT_EVERY_MS) return false;
    lastMs = nowMs();
    return RECONNECT;
  };
}

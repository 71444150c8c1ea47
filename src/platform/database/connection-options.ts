import type { ConnectOptions } from 'mongoose';

const POOL_SIZE = 50;
const CONNECT_LIMIT_MS = 2000;
const HEARTBEAT_MS = 2000;
const SHARE_OF_WAITING = 0.5;
const SOCKET_GRACE_MS = 250;

/**
 * How we speak with MongoDB: writes are acknowledged when a majority has them in its journal, reads see only what a
 * majority has, from the primary; nothing waits without end. `timeoutMS` has no effect in this driver.
 * @param maxTimeMs no operation lasts longer
 */
export function connectionOptions(maxTimeMs: number): ConnectOptions {
  return {
    appName: 'inframind',
    maxPoolSize: POOL_SIZE,
    connectTimeoutMS: Math.min(CONNECT_LIMIT_MS, maxTimeMs),
    // what ends operations without an abort signal; later than the signal, which gives the better error
    socketTimeoutMS: maxTimeMs + SOCKET_GRACE_MS,
    waitQueueTimeoutMS: Math.ceil(maxTimeMs * SHARE_OF_WAITING),
    serverSelectionTimeoutMS: Math.ceil(maxTimeMs * SHARE_OF_WAITING),
    heartbeatFrequencyMS: HEARTBEAT_MS,
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: maxTimeMs },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    // a command that waits for a connection in a queue of mongoose's own would outlive every limit above
    bufferCommands: false,
    autoIndex: true,
  };
}

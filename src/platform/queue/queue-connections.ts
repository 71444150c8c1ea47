import type { Logger } from 'pino';
import type { RedisConfig } from '../config/index.js';
import { closeRedis, createRedisClient, type RedisClient } from '../redis/index.js';

/** The queue's own connections: none of them waits behind the cache, and the cache behind none of them. */
export class QueueConnections {
  private readonly copies: RedisClient[] = [];
  private readonly opened: RedisClient[] = [];

  constructor(
    private readonly config: RedisConfig,
    private readonly logger: Logger,
  ) {}

  /** Puts jobs up and asks for their number; fails within half a second. */
  producer(): RedisClient {
    return this.open('queue');
  }

  /** Takes jobs. BullMQ copies it for the connection on which it waits, and forgets that copy where it never connected. */
  worker(): RedisClient {
    const client = this.open('worker');
    const duplicate = client.duplicate.bind(client) as (...options: unknown[]) => RedisClient; // of a server or a cluster
    const copies = this.copies;
    Object.assign(client, {
      duplicate(...options: unknown[]) {
        const copy = duplicate(...options);
        copy.on('error', () => undefined); // the client itself says so; without a listener each try would be printed
        waitWithoutLimit(copy);
        copies.push(copy);
        return copy;
      },
    });
    return client;
  }

  /** In a bounded time, whatever Redis does. */
  async close(): Promise<void> {
    const clients = [...this.copies, ...this.opened];
    clients.forEach(waitWithoutLimit); // BullMQ may ask something behind our goodbye, which nothing answers any more
    await Promise.all(clients.map((client) => closeRedis(client)));
  }

  private open(role: 'queue' | 'worker'): RedisClient {
    const client = createRedisClient(this.config, { role }, this.logger);
    this.opened.push(client);
    return client;
  }
}

/**
 * The timer of the socket's own limit outlives a connection that ends with a command pending, and destroys the next one.
 * A worker's copy waits in Redis for seconds, so that is how its connections end; BullMQ watches over it by itself.
 */
function waitWithoutLimit({ options }: RedisClient): void {
  const ofConnection = 'redisOptions' in options ? options.redisOptions : options;
  if (ofConnection !== undefined && 'socketTimeout' in ofConnection) delete ofConnection.socketTimeout;
}

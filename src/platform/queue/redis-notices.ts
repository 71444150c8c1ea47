import type { Logger } from 'pino';
import type { RedisConfig } from '../config/index.js';
import { closeRedis, createRedisClient } from '../redis/index.js';
import { Told } from './told.js';

/** Tells every process of jobs that changed, over a channel of the queue's own. Some of it may be lost. */
export class RedisNotices {
  private readonly told = new Told();
  private readonly publisher;
  private readonly subscriber;

  constructor(
    config: RedisConfig,
    private readonly channel: string,
    logger: Logger,
  ) {
    this.publisher = createRedisClient(config, { role: 'bus' }, logger);
    this.subscriber = createRedisClient(config, { role: 'subscriber' }, logger);
    this.subscriber.on('message', (_, id) => this.told.pass(id));
    this.subscriber.on('ready', () => void this.subscribe());
  }

  /** The own process hears it at once, also where Redis is lost; a second time from there does no harm. */
  tell(id: string): void {
    queueMicrotask(() => this.told.pass(id));
    this.publisher.publish(this.channel, id).catch(() => undefined);
  }

  onTold(listener: (id: string | null) => void): () => void {
    return this.told.listen(listener);
  }

  async close(): Promise<void> {
    await Promise.all([closeRedis(this.publisher), closeRedis(this.subscriber)]);
  }

  /** A connection that is lost again meanwhile is tried again at its next `ready`. */
  private async subscribe(): Promise<void> {
    try {
      await this.subscriber.subscribe(this.channel);
      this.told.pass(null);
    } catch {
      if (this.subscriber.status === 'ready') this.subscriber.disconnect(true);
    }
  }
}

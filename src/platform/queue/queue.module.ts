import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../config/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { BullMqQueue } from './bullmq.queue.js';
import { InProcessQueue } from './in-process.queue.js';
import { JOB_QUEUE, type JobQueue } from './job-queue.port.js';

/** The queue of jobs: in Redis where there is one, else in the process. */
@Global()
@Module({
  providers: [
    {
      provide: JOB_QUEUE,
      inject: [CONFIG, LOGGER],
      useFactory: ({ redis, cache, instanceId }: Config, logger: Logger): JobQueue =>
        redis === null
          ? new InProcessQueue(instanceId, systemClock)
          : new BullMqQueue(redis, { prefix: cache.prefix, instanceId }, logger),
    },
  ],
  exports: [JOB_QUEUE],
})
export class QueueModule implements OnApplicationShutdown {
  constructor(@Inject(JOB_QUEUE) private readonly queue: JobQueue) {}

  /** The last hook: whoever runs jobs has ended them before. */
  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}

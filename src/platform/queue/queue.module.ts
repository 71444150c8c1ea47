import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../config/index.js';
import { InProcessQueue } from './in-process.queue.js';
import { JOB_QUEUE, type JobQueue } from './job-queue.port.js';

/** The queue of jobs: in Redis where there is one, else in the process. */
@Global()
@Module({
  providers: [
    {
      provide: JOB_QUEUE,
      inject: [CONFIG],
      useFactory: (config: Config): JobQueue => new InProcessQueue(config.instanceId, systemClock),
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

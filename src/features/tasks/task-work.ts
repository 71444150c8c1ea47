import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { systemClock, type Timer } from '../../kernel/clock.js';
import { type Config, CONFIG } from '../../platform/config/index.js';
import { HealthDetails } from '../../platform/health/index.js';
import { LOGGER, type Logger } from '../../platform/logging/index.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/index.js';
import { TaskRunner } from './task-runner.js';
import type { TaskId } from './task.js';
import { TasksRepository } from './tasks.repository.js';

/** Tasks of this process at once: the work is computing, and the process answers requests besides. */
const CONCURRENCY = 2;
/** Work that runs at the stop may go on for so long; then it is handed back. The whole stop has ten seconds. */
const STOP_WORK_MS = 3_000;
const LOOK_EVERY_MS = 2_000;
/** A task that is due for so long and in nobody's hands may have been lost by the queue. */
const FORGOTTEN_AFTER_MS = 1_500;
const FORGOTTEN_AT_ONCE = 100;

/** This process's part in the work: runs tasks where it shall, and brings back to the queue what that has lost. */
@Injectable()
export class TaskWork implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private timer: Timer | null = null;
  private closed = false;
  private stopped: Promise<void> = Promise.resolve();
  private stopListening = (): void => undefined;

  constructor(
    private readonly runner: TaskRunner,
    private readonly tasks: TasksRepository,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    health: HealthDetails,
  ) {
    health.register('tasks', () => ({ runs_jobs: config.workerInline, running: runner.running }));
  }

  /** Every handler is registered by now. */
  onApplicationBootstrap(): void {
    this.stopListening = this.queue.onTold((id) => {
      if (id === null) this.runner.lookAtAll();
      else this.runner.look(id as TaskId); // the ids of this queue are the tasks'
    });
    if (this.config.workerInline) {
      this.queue.work((id) => this.runner.run(id as TaskId), CONCURRENCY);
      this.logger.info({ concurrency: CONCURRENCY }, 'this process runs tasks');
    } else this.logger.info({}, 'tasks are left to the processes that run them');
    void this.bringForgotten();
  }

  /** The first hook: what runs may end while the server drains. */
  onModuleDestroy(): void {
    this.closed = true;
    this.timer?.cancel();
    this.queue.stopWorking();
    this.stopped = this.runner.stop(STOP_WORK_MS);
  }

  /** The last one; the queue and the database, which are global, close after the features. */
  async onApplicationShutdown(): Promise<void> {
    await this.stopped;
    this.stopListening();
  }

  private async bringForgotten(): Promise<void> {
    try {
      const ids = await this.tasks.forgotten(FORGOTTEN_AFTER_MS, FORGOTTEN_AT_ONCE);
      if (ids.length > 0 && !this.closed) await this.queue.add(ids);
    } catch {
      // The database or Redis does not answer: others say so, and the next look comes soon.
    }
    if (!this.closed) this.timer = systemClock.after(this.nextLookMs(), () => void this.bringForgotten());
  }

  /** Not all processes at the same time. */
  private nextLookMs(): number {
    return LOOK_EVERY_MS * (0.75 + Math.random() / 2);
  }
}

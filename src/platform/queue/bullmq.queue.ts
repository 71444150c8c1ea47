import { setTimeout as pause } from 'node:timers/promises';
import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { systemClock } from '../../kernel/clock.js';
import { SECOND_MS } from '../../kernel/duration.js';
import type { RedisConfig } from '../config/index.js';
import { withinMs } from './bounded.js';
import type { JobCounts, JobQueue, QueueWorker, RunJob } from './job-queue.port.js';
import { QueueConnections } from './queue-connections.js';
import { RedisNotices } from './redis-notices.js';
import { WorkerBoard } from './worker-board.js';

/** No `:` in it: BullMQ separates with that. */
const NAME = 'tasks';
const ANSWER_MS = SECOND_MS;
const CLOSE_MS = 1_000;
const LOOK_MS = 10;
/** A worker that is killed is noticed within both together. */
const LOCK_MS = 5_000;
const STALLED_EVERY_MS = 2_500;
/** What was run too often is for the job's own document to say. */
const MOST_STALLED = 1_000;
/** After a lost connection; the library's own fifteen seconds leave a worker idle. */
const RETRY_MS = 500;

export interface BullMqOptions {
  /** What the names of all keys contain: processes with the same one share the jobs. */
  readonly prefix: string;
  /** Names this process among the workers. */
  readonly instanceId: string;
}

/**
 * The queue in Redis. Jobs are ids without data; a finished one is removed at once, so that its id can be put up again.
 * Keys begin with `{jobs:<prefix>}`: no key of the cache does, and in a cluster the braces keep them on one node.
 */
export class BullMqQueue implements JobQueue {
  private readonly connections: QueueConnections;
  private readonly notices: RedisNotices;
  private readonly board: WorkerBoard;
  private readonly queue: Queue;
  private readonly keyPrefix: string;
  private worker: Worker | null = null;
  private stopping = false;
  private active = 0;
  private completed = 0;
  private closing: Promise<void> | null = null;

  constructor(
    config: RedisConfig,
    private readonly options: BullMqOptions,
    private readonly logger: Logger,
  ) {
    this.keyPrefix = `{jobs:${options.prefix}}`;
    this.connections = new QueueConnections(config, logger);
    this.notices = new RedisNotices(config, `${this.keyPrefix}:told`, logger);
    const producer = this.connections.producer();
    this.board = new WorkerBoard(producer, `${this.keyPrefix}:workers`);
    this.queue = new Queue(NAME, {
      connection: producer,
      prefix: this.keyPrefix,
      // Its answer is a warning on stdout about evictions, which lose no task here.
      skipVersionCheck: true,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    this.queue.on('error', ignored);
  }

  async add(ids: readonly string[]): Promise<void> {
    const jobs = ids.map((id) => ({ name: NAME, data: null, opts: { jobId: id } }));
    await withinMs(ANSWER_MS, this.queue.addBulk(jobs));
  }

  work(run: RunJob, concurrency: number): void {
    this.worker = new Worker(NAME, (job, token) => this.process(run, job, token), {
      connection: this.connections.worker(),
      prefix: this.keyPrefix,
      concurrency,
      skipVersionCheck: true,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_EVERY_MS,
      maxStalledCount: MOST_STALLED,
      runRetryDelay: RETRY_MS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    // A lost connection is logged by itself; what else there is, as a lost lock, the job's document decides.
    this.worker.on('error', (error) => this.logger.debug({ err: error }, 'the queue’s worker'));
    this.board.begin(() => this.self());
  }

  stopWorking(): void {
    this.stopping = true;
    this.worker?.pause(true).catch(ignored);
  }

  async counts(): Promise<JobCounts> {
    const { waiting, active, delayed, failed } = await withinMs(
      ANSWER_MS,
      this.queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
    );
    return { waiting: waiting ?? 0, active: active ?? 0, delayed: delayed ?? 0, failed: failed ?? 0 };
  }

  workers(): Promise<readonly QueueWorker[]> {
    return withinMs(
      ANSWER_MS,
      this.queue.waitUntilReady().then(() => this.board.list()),
    );
  }

  tell(id: string): void {
    this.notices.tell(id);
  }

  onTold(listener: (id: string | null) => void): () => void {
    return this.notices.onTold(listener);
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  /** Runs get a moment to say how they ended; then BullMQ, which would wait for Redis, is not asked any more. */
  private async closeAll(): Promise<void> {
    this.stopWorking();
    const untilMs = systemClock.nowMs() + CLOSE_MS;
    while (this.active > 0 && systemClock.nowMs() < untilMs) await pause(LOOK_MS);
    await this.board.end(this.options.instanceId);
    const closing = Promise.allSettled([this.worker?.close(true), this.queue.close()]);
    await withinMs(CLOSE_MS, closing).catch(ignored);
    await Promise.all([this.connections.close(), this.notices.close()]);
  }

  private async process(run: RunJob, job: Job, token: string | undefined): Promise<void> {
    const { id } = job;
    if (id === undefined) return;
    this.active += 1;
    this.board.report();
    try {
      const end = await run(id);
      if (end === 'done') {
        this.completed += 1;
        return;
      }
      await job.moveToDelayed(Date.now() + end.againInMs, token);
    } finally {
      this.active -= 1;
      this.board.report();
    }
    throw new DelayedError(); // how BullMQ is told that the job is not at its end
  }

  private self(): QueueWorker {
    const { active, completed, stopping } = this;
    return {
      id: this.options.instanceId,
      state: stopping ? 'stopping' : 'running',
      active,
      completed,
    };
  }
}

/** Redis is lost, which its connections log; BullMQ would end the process without a listener. */
function ignored(): void {
  return undefined;
}

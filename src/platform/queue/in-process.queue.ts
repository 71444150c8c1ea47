import type { Clock, Timer } from '../../kernel/clock.js';
import type { JobCounts, JobEnd, JobQueue, QueueWorker, RunJob } from './job-queue.port.js';
import { Told } from './told.js';

/** Beyond so many a job is not taken: whoever looks for forgotten jobs brings it again later. */
const MOST_WAITING = 10_000;

/** The queue of a process without Redis: first come, first served, and gone with the process. */
export class InProcessQueue implements JobQueue {
  private readonly waiting = new Set<string>();
  private readonly active = new Set<string>();
  private readonly delayed = new Map<string, Timer>();
  private readonly told = new Told();
  private run: RunJob | null = null;
  private concurrency = 0;
  private stopping = false;
  private completed = 0;

  constructor(
    private readonly id: string,
    private readonly clock: Clock,
  ) {}

  async add(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (this.active.has(id) || this.delayed.has(id) || this.waiting.size >= MOST_WAITING) continue;
      this.waiting.add(id);
    }
    this.begin();
  }

  work(run: RunJob, concurrency: number): void {
    this.run = run;
    this.concurrency = concurrency;
    this.begin();
  }

  stopWorking(): void {
    this.stopping = true;
  }

  async counts(): Promise<JobCounts> {
    const { waiting, active, delayed } = this;
    return { waiting: waiting.size, active: active.size, delayed: delayed.size, failed: 0 };
  }

  async workers(): Promise<readonly QueueWorker[]> {
    if (this.run === null) return [];
    const state = this.stopping ? 'stopping' : 'running';
    return [{ id: this.id, state, active: this.active.size, completed: this.completed }];
  }

  tell(id: string): void {
    queueMicrotask(() => this.told.pass(id));
  }

  onTold(listener: (id: string | null) => void): () => void {
    return this.told.listen(listener);
  }

  async close(): Promise<void> {
    this.stopWorking();
    for (const timer of this.delayed.values()) timer.cancel();
    this.delayed.clear();
    this.waiting.clear();
  }

  private begin(): void {
    for (const id of this.waiting) {
      if (this.run === null || this.stopping || this.active.size >= this.concurrency) return;
      this.waiting.delete(id);
      this.active.add(id);
      void this.run(id).then((end) => this.end(id, end));
    }
  }

  private end(id: string, end: JobEnd): void {
    this.active.delete(id);
    if (end === 'done') this.completed += 1;
    else if (!this.stopping) this.delay(id, end.againInMs);
    this.begin();
  }

  private delay(id: string, delayMs: number): void {
    const timer = this.clock.after(delayMs, () => {
      this.delayed.delete(id);
      void this.add([id]);
    });
    this.delayed.set(id, timer);
  }
}

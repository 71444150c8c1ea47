/** Injection token of the process's {@link JobQueue}. */
export const JOB_QUEUE = Symbol('JOB_QUEUE');

/** How one run of a job ended: for good, or it is to be run again after so many ms. */
export type JobEnd = 'done' | { readonly againInMs: number };

/**
 * Runs the job with this id. Must not throw: what the id stands for, and whether it is still to be done, is known
 * elsewhere, so a run that failed is either done or to be repeated.
 */
export type RunJob = (id: string) => Promise<JobEnd>;

/** How many jobs are in which state, over all processes. */
export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** One process that runs jobs, as it last said of itself. */
export interface QueueWorker {
  readonly id: string;
  readonly state: 'running' | 'stopping';
  readonly active: number;
  /** Runs that ended for good since the process started. */
  readonly completed: number;
}

/**
 * Says that "job X is to be run", to whoever runs jobs, and nothing else: ids only. It may lose jobs (a Redis that is
 * emptied) and may run one twice (a worker that was thought dead): the truth about a job is its document.
 */
export interface JobQueue {
  /**
   * The jobs are to be run. One that waits already, or runs, is left as it is.
   * @throws Error, within a second, where that cannot be said now
   */
  add(ids: readonly string[]): Promise<void>;
  /** From now on this process runs jobs, so many at once, until {@link stopWorking}. To be called once. */
  work(run: RunJob, concurrency: number): void;
  /** Takes no further jobs; the ones that run go on. Idempotent, and quick. */
  stopWorking(): void;
  /** @throws Error, within a second, where that is not known now */
  counts(): Promise<JobCounts>;
  /** @throws Error, within a second, where that is not known now */
  workers(): Promise<readonly QueueWorker[]>;
  /** Tells every process, this one too, that something about the job changed. Best effort; never throws. */
  tell(id: string): void;
  /** Hears what is told; some of it may be lost, and `id` is null after a time in which it may have been. */
  onTold(listener: (id: string | null) => void): () => void;
  /** Lets go of everything, in a bounded time, also where Redis is down. The last call. */
  close(): Promise<void>;
}

import { Inject, Injectable } from '@nestjs/common';
import { systemClock } from '../../kernel/clock.js';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../kernel/duration.js';
import { DomainError } from '../../kernel/errors.js';
import { randomId } from '../../kernel/ids.js';
import { LOGGER, type Logger } from '../../platform/logging/index.js';
import type { JobEnd } from '../../platform/queue/index.js';
import { Attempt } from './attempt.js';
import { begun, failed, handedBack, isActive, postponed, type StoredTask } from './task.changes.js';
import type { TaskHandler } from './task-handler.js';
import { TaskHandlers } from './task-handlers.js';
import { TaskLost } from './task-lost.js';
import { TaskWrites } from './task-writes.js';
import type { TaskId } from './task.js';
import { LEASE_MS, TasksRepository } from './tasks.repository.js';

/** A fault that may pass is met so often, then the task fails. */
const MOST_FAULTS = 5;
/** Attempts of any kind, those that a killed process left among them: work that kills its process must not do so for ever. */
const MOST_ATTEMPTS = 30;
const BACKOFF_MS = 500;
/** No work lasts longer; what does hangs. */
const ATTEMPT_LIMIT_MS = 10 * MINUTE_MS;
/** So long a handler that was told to end is waited for; what it writes later does nothing. */
const ENDING_MS = 2 * SECOND_MS;
/** So long what was handed back has to say that it ended. */
const HANDED_BACK_MS = 500;
const DATABASE_PAUSE_MS = SECOND_MS;
/** A kind that this process does not know is a newer version's, whose processes are tried so often to be met, for so long. */
const STRANGE_PAUSE_MS = SECOND_MS;
const STRANGE_FOR_MS = DAY_MS;

/** Runs tasks by their id: claims, hands to the handler, and does what its end asks for. */
@Injectable()
export class TaskRunner {
  private readonly attempts = new Map<TaskId, Attempt>();
  private runs = 0;
  private stopping = false;

  constructor(
    private readonly tasks: TasksRepository,
    private readonly writes: TaskWrites,
    private readonly handlers: TaskHandlers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Attempts that are under way in this process. */
  get running(): number {
    return this.attempts.size;
  }

  /** Never throws: what cannot be done now is done later. */
  async run(id: TaskId): Promise<JobEnd> {
    if (this.stopping) return { againInMs: 0 };
    this.runs += 1;
    try {
      return await this.begin(id);
    } catch (error) {
      this.logger.warn({ err: error, task: id }, 'a task could not be begun or ended');
      return { againInMs: DATABASE_PAUSE_MS };
    } finally {
      this.runs -= 1;
    }
  }

  /** Something about the task changed: the attempt at it, if there is one here, looks whether it is still its own. */
  look(id: TaskId): void {
    void this.attempts.get(id)?.check();
  }

  lookAtAll(): void {
    for (const attempt of this.attempts.values()) void attempt.check();
  }

  /** Waits for what runs, at most so long; then hands it back, so that another process begins it anew at once. */
  async stop(withinMs: number): Promise<void> {
    this.stopping = true;
    await this.idle(withinMs);
    await Promise.all([...this.attempts.values()].map((attempt) => this.handBack(attempt)));
    await this.idle(HANDED_BACK_MS);
  }

  private async idle(withinMs: number): Promise<void> {
    const untilMs = systemClock.nowMs() + withinMs;
    while (this.runs > 0 && systemClock.nowMs() < untilMs) await after(LOOK_MS);
  }

  private async begin(id: TaskId): Promise<JobEnd> {
    const task = await this.tasks.findById(id);
    if (task === null || !isActive(task.state)) return 'done';
    const handler = this.handlers.of(task.kind);
    if (handler === null && isYoung(task)) return { againInMs: STRANGE_PAUSE_MS };
    const claimed = await this.writes.change(task, begun(task, randomId(), now()), { ifFree: true });
    if (claimed === null) return { againInMs: LEASE_MS / 4 };
    if (handler === null) return this.fail(claimed, UNKNOWN_KIND);
    return claimed.attempt > MOST_ATTEMPTS ? this.fail(claimed, GAVE_UP) : this.attempt(claimed, handler);
  }

  private async attempt(claimed: StoredTask, handler: TaskHandler): Promise<JobEnd> {
    const attempt = new Attempt(claimed, this.writes, this.tasks);
    this.attempts.set(claimed.id, attempt);
    const startedMs = systemClock.nowMs();
    try {
      const fault = await this.faultOf(attempt, handler);
      await attempt.end();
      const { state, completed } = attempt;
      const tookMs = Math.round(systemClock.nowMs() - startedMs);
      const about = { task: state.id, kind: state.kind, attempt: state.attempt, tookMs };
      if (completed) {
        this.logger.info(about, 'a task is done');
        return 'done';
      }
      if (fault instanceof TaskLost) {
        this.logger.info(about, 'a task is no longer ours: cancelled, deleted, taken over or handed back');
        return this.afterLoss(state.id);
      }
      this.logger.warn({ ...about, err: fault }, 'an attempt at a task failed');
      return await this.afterFault(state, fault);
    } finally {
      this.attempts.delete(claimed.id);
      await attempt.end();
    }
  }

  /** What the handler ended with; undefined: without a word. */
  private async faultOf(attempt: Attempt, handler: TaskHandler): Promise<unknown> {
    const ended = Promise.resolve(attempt)
      .then((task) => handler.run(task))
      .then(
        () => (attempt.completed ? undefined : new DomainError('internal', 'no_result', NO_RESULT)),
        (error: unknown) => error,
      );
    const lost = new Promise<TaskLost>((resolve) => {
      const onAbort = (): void => void systemClock.after(ENDING_MS, () => resolve(new TaskLost()));
      attempt.signal.addEventListener('abort', onAbort, { once: true });
    });
    const hung = after(ATTEMPT_LIMIT_MS, attempt.signal).then(
      () => new DomainError('unavailable', 'too_long', TOO_LONG),
    );
    const first = await Promise.race([ended, lost, hung]);
    return attempt.signal.aborted && !attempt.completed ? new TaskLost() : first;
  }

  private async afterFault(task: StoredTask, fault: unknown): Promise<JobEnd> {
    if (!mayPass(fault)) return this.fail(task, sentenceOf(fault));
    if (task.faults + 1 >= MOST_FAULTS) return this.fail(task, sentenceOf(fault));
    const delayMs = backoffMs(task.faults);
    const next = await this.writes.change(task, postponed(task, delayMs), { dueInMs: delayMs });
    return next === null ? this.afterLoss(task.id) : { againInMs: delayMs };
  }

  private async fail(task: StoredTask, sentence: string): Promise<JobEnd> {
    const ended = await this.writes.end(task, failed(sentence, now()));
    return ended === null ? this.afterLoss(task.id) : 'done';
  }

  /** Where somebody else has the task, the queue's job is theirs; a job that is run once too often finds that out. */
  private async afterLoss(id: TaskId): Promise<JobEnd> {
    const task = await this.tasks.findById(id).catch(() => null);
    return task === null || !isActive(task.state) ? 'done' : { againInMs: LEASE_MS / 4 };
  }

  private async handBack(attempt: Attempt): Promise<void> {
    await attempt.end();
    if (attempt.completed) return;
    await this.writes.change(attempt.state, handedBack(), { dueInMs: 0 }).catch(() => null); // then its lease runs out
  }
}

const LOOK_MS = 20;
const GAVE_UP = 'The work was begun again and again without coming to an end.';
const NO_RESULT = 'The work ended without a result.';
const TOO_LONG = 'The work took longer than it may.';
const UNKNOWN_KIND = 'No process that runs jobs knows this kind of work.';
const OUR_FAULT = 'Something went wrong on our side.';

/** A refusal by the domain stays one; what is unavailable, or nobody foresaw, may be otherwise the next time. */
function mayPass(fault: unknown): boolean {
  if (!(fault instanceof DomainError)) return true;
  return fault.kind === 'unavailable' || fault.kind === 'too_many_requests';
}

function sentenceOf(fault: unknown): string {
  return fault instanceof DomainError ? fault.detail : OUR_FAULT;
}

/** Exponential, with half of it at random, so that what failed together is not tried again together. */
function backoffMs(faults: number): number {
  return Math.round(BACKOFF_MS * 2 ** faults * (0.5 + Math.random() / 2));
}

function after(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = systemClock.after(delayMs, resolve);
    signal?.addEventListener('abort', () => timer.cancel(), { once: true });
  });
}

function isYoung({ createdAt }: StoredTask): boolean {
  return systemClock.wallMs() - createdAt.getTime() < STRANGE_FOR_MS;
}

function now(): Date {
  return new Date(systemClock.wallMs());
}

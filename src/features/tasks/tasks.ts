import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type AnnouncedWrite, type DomainEvent, DomainEvents } from '../../events/index.js';
import { systemClock } from '../../kernel/clock.js';
import { DomainError, invariant } from '../../kernel/errors.js';
import type { AssessmentId } from '../../kernel/ids.js';
import { DatabaseService, type DatabaseSession, isLate } from '../../platform/database/index.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/index.js';
import { AssessmentsRepository } from '../assessments/index.js';
import { cancelled, isActive, momentOf, type StoredTask } from './task.changes.js';
import { TaskHandlers } from './task-handlers.js';
import { type TaskRequest, TaskRequests } from './task-requests.js';
import { progressOf, TaskWrites } from './task-writes.js';
import type { Task } from './task.js';
import { TasksRepository } from './tasks.repository.js';

/** What is to be done. */
export interface TaskSubmission extends TaskRequest {
  /** Writes more in the transaction that makes the task; a `WriteAlongside` fits. Repeatable. */
  readonly alongside?: (write: AnnouncedWrite, session: DatabaseSession, task: Task) => Promise<void>;
  /** What `alongside` does; `workflow.progressed` of the assessment is announced anyway. */
  readonly events?: readonly DomainEvent[];
}

export interface SubmittedTask {
  readonly task: Task;
  /** False where an earlier request had made it: this one under its key, or the one whose task still runs. */
  readonly created: boolean;
}

/** In every round of requests at the same time one gets through, and the others then find its task. */
const ATTEMPTS = 32;
const PAUSE_MS = 20;

/** What other features do with tasks: submit them, and end those of an assessment. */
@Injectable()
export class Tasks {
  constructor(
    private readonly tasks: TasksRepository,
    private readonly requests: TaskRequests,
    private readonly writes: TaskWrites,
    private readonly handlers: TaskHandlers,
    private readonly assessments: AssessmentsRepository,
    private readonly database: DatabaseService,
    private readonly events: DomainEvents,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {}

  /**
   * Makes a task and has it run; one is active for an assessment at a time, and whoever asks meanwhile gets that one.
   * Access to the assessment is the caller's to judge.
   * @throws DomainError `not_found` where the assessment is no more, `invalid` for a key that another request has used,
   *   `unavailable` on a database without transactions
   */
  async submit(submission: TaskSubmission): Promise<SubmittedTask> {
    invariant(this.handlers.of(submission.kind) !== null, `a handler for ${submission.kind} is registered`);
    if (!this.database.replicated) throw noTransactions();
    const earlier = await this.earlier(submission);
    if (earlier !== null) return { task: earlier, created: false };
    const events = [progressOf(submission), ...(submission.events ?? [])];
    const submitted = await this.events.during(events, (write) => this.make(submission, write));
    if (submitted.created) await this.enqueue(submitted.task);
    return submitted;
  }

  /** The task that is waiting or running for the assessment; null: there is none. */
  activeOf(assessmentId: AssessmentId): Promise<Task | null> {
    return this.tasks.findActiveOf(assessmentId);
  }

  /** Cancels what waits or runs for these assessments. Once it returns, nothing is written in the name of those any more. */
  async halt(assessmentIds: readonly AssessmentId[]): Promise<void> {
    for (const task of await this.tasks.findActiveOfAll(assessmentIds)) await this.cancel(task);
  }

  /** Cancels an active task, and gives what then stands there: another end, if that came first; null: it is gone. */
  async cancel(task: StoredTask): Promise<StoredTask | null> {
    let current: StoredTask | null = task;
    for (let tries = 0; tries < ATTEMPTS && current !== null; tries += 1) {
      if (!isActive(current.state)) return current;
      const ended = await this.tryToCancel(current);
      if (ended !== null) return ended;
      current = await this.tasks.findById(task.id);
    }
    if (current === null) return null;
    throw busy();
  }

  /** null where the task moved on meanwhile. */
  private async tryToCancel(task: StoredTask): Promise<StoredTask | null> {
    try {
      return await this.writes.end(task, cancelled(now()));
    } catch (error) {
      if (!stoodInTheWay(error)) throw error;
      await pause(PAUSE_MS * Math.random());
      return null;
    }
  }

  private async make(submission: TaskSubmission, write: AnnouncedWrite): Promise<SubmittedTask> {
    for (let tries = 0; tries < ATTEMPTS && !isLate(write); tries += 1) {
      const answered = await this.requests.answered(submission);
      if (answered !== null) return { task: answered, created: false };
      const running = await this.tasks.findActiveOf(submission.assessmentId);
      try {
        if (running === null) return { task: await this.insert(submission, write), created: true };
        if (submission.idempotencyKey !== undefined) await this.give(running, submission, write);
        return { task: running, created: false };
      } catch (error) {
        if (!stoodInTheWay(error)) throw error;
      }
      await pause(PAUSE_MS * Math.random());
    }
    throw busy();
  }

  /** The task that stands for this submission already, without a word of it to be written. */
  private async earlier(submission: TaskSubmission): Promise<Task | null> {
    if (submission.idempotencyKey !== undefined) return this.requests.answered(submission);
    return this.tasks.findActiveOf(submission.assessmentId);
  }

  /** A request under a new key gets what runs, and so does its repetition, also when that has ended. */
  private give(running: Task, submission: TaskSubmission, write: AnnouncedWrite): Promise<void> {
    return this.writes.transaction(async (session) => {
      await this.hold(submission, write, session);
      await this.requests.remember(submission, running, write, session);
    });
  }

  private insert(submission: TaskSubmission, write: AnnouncedWrite): Promise<StoredTask> {
    const task = this.newTask(submission);
    return this.writes.transaction(async (session) => {
      await this.hold(submission, write, session);
      await this.tasks.insert(task, write, session);
      await this.requests.remember(submission, task, write, session);
      await submission.alongside?.(write, session, task);
      return task;
    });
  }

  /** The fence of a transaction, and what makes it and the assessment's deletion exclude each other. */
  private async hold(
    { assessmentId, userId }: TaskSubmission,
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    const isThere = await this.assessments.hold(assessmentId, userId, write, session);
    if (!isThere) throw isLate(write) ? busy() : noAssessment();
  }

  /** The queue's loss is not the client's: the task is written, and whoever looks for forgotten ones brings it. */
  private async enqueue({ id }: Task): Promise<void> {
    this.queue.tell(id);
    await this.queue.add([id]).catch(() => undefined);
  }

  private newTask({ kind, assessmentId, userId, input }: TaskSubmission): StoredTask {
    const task: Task = {
      id: this.tasks.newId(),
      kind,
      assessmentId,
      userId,
      input: input ?? null,
      state: 'PENDING',
      currentStep: null,
      progress: 0,
      message: 'Waiting to be begun.',
      attempt: 0,
      result: null,
      error: null,
      sequence: 1,
      createdAt: now(),
      startedAt: null,
      endedAt: null,
    };
    return { ...task, claim: null, faults: 0, history: [momentOf(task)] };
  }
}

/** Another transaction was faster, and this one did nothing. */
function stoodInTheWay(error: unknown): boolean {
  return (
    error instanceof DomainError &&
    !error.outcomeUnknown &&
    (error.code === 'duplicate' || error.code === 'database_unavailable')
  );
}

function noAssessment(): DomainError {
  return new DomainError('not_found', 'assessment_not_found', 'There is no such assessment.');
}

function noTransactions(): DomainError {
  return new DomainError(
    'unavailable',
    'no_transactions',
    'Long work needs a MongoDB replica set; this service runs on a standalone server, where it is not available.',
  );
}

function busy(): DomainError {
  return new DomainError(
    'unavailable',
    'assessment_busy',
    'Others were changing this assessment all the while; nothing was written.',
    { retryAfterS: 1 },
  );
}

function now(): Date {
  return new Date(systemClock.wallMs());
}

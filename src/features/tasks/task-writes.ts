import { Inject, Injectable } from '@nestjs/common';
import { type AnnouncedWrite, type DomainEvent, DomainEvents } from '../../events/index.js';
import { systemClock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import {
  DatabaseService,
  type DatabaseSession,
  isLate,
  translateMongoErrors,
} from '../../platform/database/index.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/index.js';
import { type Assessment, AssessmentsRepository, withoutWorkflow } from '../assessments/index.js';
import type { StoredTask, TaskChange, TaskEnding } from './task.changes.js';
import type { WriteAlongside } from './task-handler.js';
import { TaskHandlers } from './task-handlers.js';
import { TaskLost } from './task-lost.js';
import { type ChangeOptions, TasksRepository } from './tasks.repository.js';

/** Writes changes of tasks: announced, told to whoever watches, in one transaction with what goes with them. */
@Injectable()
export class TaskWrites {
  constructor(
    private readonly tasks: TasksRepository,
    private readonly handlers: TaskHandlers,
    private readonly assessments: AssessmentsRepository,
    private readonly database: DatabaseService,
    private readonly events: DomainEvents,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {}

  /** A change of the task alone; null where `task` is not its state any more. */
  async change(
    task: StoredTask,
    change: TaskChange,
    options: Omit<ChangeOptions, 'session'> = {},
  ): Promise<StoredTask | null> {
    const next = await this.events.during(progressOf(task), (write) =>
      this.tasks.change(task, change, write, options),
    );
    if (next !== null) this.queue.tell(task.id);
    return next;
  }

  /**
   * A change of the task, and what `alongside` writes: all of it or nothing.
   * @throws TaskLost where `task` is not its state any more, or the write came too late: nothing was written
   */
  async changeWith(
    task: StoredTask,
    change: TaskChange,
    alongside: WriteAlongside,
    events: readonly DomainEvent[] = [],
  ): Promise<StoredTask> {
    const next = await this.events.during([progressOf(task), ...events], (write) =>
      this.transaction(async (session) => {
        const written = await this.tasks.change(task, change, write, { session });
        if (written === null) throw new TaskLost();
        await alongside(write, session);
        return written;
      }),
    );
    this.queue.tell(task.id);
    return next;
  }

  /**
   * Ends an active task for good, with what its handler does then; null where `task` is not its state any more. Whoever runs
   * it has lost it from then on. Where nobody here knows the kind, its assessment must not stay in a workflow that nobody
   * will ever end.
   */
  async end(task: StoredTask, change: TaskEnding): Promise<StoredTask | null> {
    const handler = this.handlers.of(task.kind);
    const ended = { ...task, ...change };
    try {
      return await this.changeWith(task, change, (write, session) =>
        handler === null
          ? this.endWorkflow(ended, write, session)
          : handler.onEnded(ended, change.state, write, session),
      );
    } catch (error) {
      if (error instanceof TaskLost) return null;
      throw error;
    }
  }

  private async endWorkflow(
    { assessmentId, endedAt }: StoredTask,
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    const at = endedAt ?? new Date(systemClock.wallMs());
    const decide = (current: Assessment) => withoutWorkflow(current, at);
    const left = await this.assessments.moveWorkflow(assessmentId, decide, write, session);
    if (left === null && isLate(write)) throw tooLate(); // else it is gone, and its task goes with it
  }

  /** One transaction, whose errors are the domain's. */
  transaction<Result>(work: (session: DatabaseSession) => Promise<Result>): Promise<Result> {
    return translateMongoErrors(() => this.database.inTransaction(work), 'write');
  }
}

/** Every change of a task is a step of its assessment's workflow. */
export function progressOf({
  assessmentId,
  userId,
}: Pick<StoredTask, 'assessmentId' | 'userId'>): DomainEvent {
  return { type: 'workflow.progressed', assessmentId, userId };
}

function tooLate(): DomainError {
  return new DomainError('unavailable', 'too_late', 'There was no time left; the task was not ended.', {
    retryAfterS: 1,
  });
}

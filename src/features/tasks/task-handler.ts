import type { AnnouncedWrite, DomainEvent } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { DatabaseSession } from '../../platform/database/index.js';
import type { Task, TaskId, TaskStep } from './task.js';

/** Writes more in the transaction that moves the task. Repeatable: a transaction may be tried again. */
export type WriteAlongside = (write: AnnouncedWrite, session: DatabaseSession) => Promise<void>;

/** A task in the hands of its handler. */
export interface RunningTask<Input> {
  readonly id: TaskId;
  readonly assessmentId: AssessmentId;
  readonly userId: UserId;
  readonly input: Input;
  /** 1 in the first attempt. */
  readonly attempt: number;
  /** Aborted when the task is cancelled, deleted, or taken over by another worker. */
  readonly signal: AbortSignal;
  /**
   * Moves the task on, and what `alongside` writes with it: one transaction, announced as `workflow.progressed`.
   * @throws TaskLost where the task is no longer this attempt's: nothing was written, and the handler ends
   */
  move(step: TaskStep, alongside?: WriteAlongside): Promise<void>;
  /**
   * Ends the task with SUCCESS, and writes what `alongside` does with it: one transaction, announced as
   * `workflow.progressed` and `events`. Happens once, however often the task was taken up.
   * @throws TaskLost as above
   */
  complete(result: unknown, events: readonly DomainEvent[], alongside: WriteAlongside): Promise<void>;
}

/** What runs the tasks of one kind; the feature that owns the kind registers it with `TaskHandlers`. */
export interface TaskHandler<Input = unknown> {
  readonly kind: string;
  /** Runs until `complete`; what it throws is tried again with backoff where that may help, else the task fails. */
  run(task: RunningTask<Input>): Promise<void>;
  /** What goes with the end of a task that failed for good or was cancelled, in the transaction that ends it. */
  onEnded(
    task: Task,
    end: 'FAILURE' | 'CANCELLED',
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void>;
}

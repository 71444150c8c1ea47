import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import { DomainError } from '../../kernel/errors.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { DatabaseSession } from '../../platform/database/index.js';
import { TaskKeysRepository } from './task-keys.repository.js';
import type { Task } from './task.js';
import { TasksRepository } from './tasks.repository.js';

/** What is asked for, and under which name. */
export interface TaskRequest {
  readonly kind: string;
  readonly assessmentId: AssessmentId;
  /** The owner of the assessment. */
  readonly userId: UserId;
  /** JSON values. */
  readonly input: unknown;
  /** Who asks; the owner if not given. */
  readonly requestedBy?: UserId | undefined;
  /** The asker's own name of this request, for a day: its repetition gets the same task. */
  readonly idempotencyKey?: string | undefined;
}

/** Which requests came before, by the names that clients gave them. */
@Injectable()
export class TaskRequests {
  constructor(
    private readonly keys: TaskKeysRepository,
    private readonly tasks: TasksRepository,
  ) {}

  /**
   * The task that this request made, or was given, when it came before; null: it has no name, or comes for the first time.
   * @throws DomainError `invalid` for a key that another request has used
   */
  async answered(request: TaskRequest): Promise<Task | null> {
    if (request.idempotencyKey === undefined) return null;
    const used = await this.keys.find(askerOf(request), request.idempotencyKey);
    if (used === null) return null;
    if (used.request !== digestOf(request)) throw keyOfAnother();
    const task = await this.tasks.findById(used.taskId);
    if (task === null) await this.keys.forget(used.taskId); // deleted while this key was being written
    return task;
  }

  /** From now on the request's name, if it has one, stands for this task. */
  async remember(
    request: TaskRequest,
    task: Task,
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    const { idempotencyKey: key } = request;
    if (key === undefined) return;
    const named = { userId: askerOf(request), key, request: digestOf(request) };
    await this.keys.insert(named, task, write, session);
  }
}

function askerOf({ requestedBy, userId }: TaskRequest): UserId {
  return requestedBy ?? userId;
}

/** A digest: the input may be large, and is of no interest here. */
function digestOf({ kind, assessmentId, input }: TaskRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, assessmentId, input ?? null]))
    .digest('base64url');
}

function keyOfAnother(): DomainError {
  return new DomainError(
    'invalid',
    'idempotency_key_reused',
    'This idempotency key was used for another request within the last 24 hours; take a new one.',
  );
}

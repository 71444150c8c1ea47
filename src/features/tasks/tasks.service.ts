import { Inject, Injectable } from '@nestjs/common';
import { type AnnouncedWrite, DomainEvents } from '../../events/index.js';
import { DomainError } from '../../kernel/errors.js';
import { isObjectId } from '../../kernel/ids.js';
import { isLate } from '../../platform/database/index.js';
import { pageAnswer } from '../../platform/http/index.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/index.js';
import type { Caller } from '../../platform/security/caller.js';
import { assertMayList } from '../assessments/index.js';
import { assertMayRead, assertMayWrite, taskNotFound } from './task.access.js';
import { isActive, type StoredTask } from './task.changes.js';
import type { ListTasks, TaskDetail, TaskPage, TaskResult, WorkersStatus } from './task.dto.js';
import { toDetail } from './task.mapper.js';
import { type Follower, type TaskEventStream, TaskStreams } from './task-streams.js';
import { TaskKeysRepository } from './task-keys.repository.js';
import { progressOf } from './task-writes.js';
import type { TaskId } from './task.js';
import { Tasks } from './tasks.js';
import { TasksRepository } from './tasks.repository.js';

/** The verbs of tasks over HTTP: access, announced write or read, map. */
@Injectable()
export class TasksService {
  constructor(
    private readonly repository: TasksRepository,
    private readonly keys: TaskKeysRepository,
    private readonly tasks: Tasks,
    private readonly streams: TaskStreams,
    private readonly events: DomainEvents,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {}

  async list(caller: Caller, query: ListTasks): Promise<TaskPage> {
    const { scope, state } = query;
    assertMayList(scope, caller);
    const ownerId = scope === 'all' ? null : caller.userId;
    return pageAnswer(await this.repository.page({ ownerId, state }, query), query, toDetail);
  }

  async get(caller: Caller, id: string): Promise<TaskDetail> {
    return toDetail(await this.readable(caller, id));
  }

  /** @throws DomainError conflict before the end, and for a cancelled one: there is no outcome */
  async result(caller: Caller, id: string): Promise<TaskResult> {
    const { id: taskId, state, result, error } = await this.readable(caller, id);
    if (state === 'SUCCESS') return { task_id: taskId, state, successful: true, result, error: null };
    if (state === 'FAILURE') return { task_id: taskId, state, successful: false, result: null, error };
    throw noResult(state === 'CANCELLED');
  }

  /** Cancels an active task and gives it; deletes an ended one, and gives null. */
  async cancelOrDelete(caller: Caller, id: string): Promise<TaskDetail | null> {
    const found = await this.existing(id);
    assertMayWrite(found.userId, caller);
    if (isActive(found.state)) {
      const ended = await this.tasks.cancel(found);
      if (ended === null) throw taskNotFound();
      return toDetail(ended);
    }
    await this.events.during(progressOf(found), (write) => this.delete(found, write));
    return null;
  }

  async follow(follower: Follower, id: string): Promise<TaskEventStream> {
    return this.streams.open(follower, await this.readable(follower.caller, id));
  }

  /** @throws DomainError unavailable where the queue is not to be reached */
  async workers(): Promise<WorkersStatus> {
    try {
      const [workers, queue] = await Promise.all([this.queue.workers(), this.queue.counts()]);
      return { workers: workers.map((worker) => ({ ...worker })), queue };
    } catch (cause) {
      throw new DomainError('unavailable', 'queue_unavailable', 'The queue does not answer at the moment.', {
        cause,
        retryAfterS: 2,
      });
    }
  }

  private async delete(task: StoredTask, write: AnnouncedWrite): Promise<void> {
    await this.keys.deleteOfTask(task.id, write);
    const deleted = await this.repository.delete(task, write);
    if (!deleted && isLate(write)) {
      throw new DomainError('unavailable', 'too_late', 'There was no time left; the task was not deleted.', {
        retryAfterS: 1,
      });
    }
  }

  private async readable(caller: Caller, id: string): Promise<StoredTask> {
    const found = await this.existing(id);
    assertMayRead(found.userId, caller);
    return found;
  }

  private async existing(id: string): Promise<StoredTask> {
    // only an ObjectId's text becomes an id
    const found = isObjectId(id) ? await this.repository.findById(id.toLowerCase() as TaskId) : null;
    if (found === null) throw taskNotFound();
    return found;
  }
}

function noResult(wasCancelled: boolean): DomainError {
  return wasCancelled
    ? new DomainError('conflict', 'task_cancelled', 'The task was cancelled: it has no result.')
    : new DomainError('conflict', 'task_not_ready', 'The task has not ended yet.');
}

import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../events/index.js';
import { systemClock } from '../../kernel/clock.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import {
  type DatabaseSession,
  fenced,
  oneOf,
  readOptions,
  translateMongoErrors,
  writeOptions,
} from '../../platform/database/index.js';
import { TaskKeyRecord } from './task-key.schema.js';
import type { Task, TaskId } from './task.js';

/** A key that is in use: for what, and the task that it stands for. */
export interface UsedKey {
  readonly request: string;
  readonly taskId: TaskId;
}

/** A request, and what its asker calls it. */
export interface NamedRequest {
  readonly userId: UserId;
  readonly key: string;
  /** What it asks for, as a digest. */
  readonly request: string;
}

/** The idempotency keys of the last day. */
@Injectable()
export class TaskKeysRepository {
  constructor(@InjectModel(TaskKeyRecord.name) private readonly model: Model<TaskKeyRecord>) {}

  async find(userId: UserId, key: string): Promise<UsedKey | null> {
    const filter = { user_id: new Types.ObjectId(userId), key };
    const found = await translateMongoErrors(
      () => this.model.findOne(filter, null, readOptions()).lean<TaskKeyRecord>().exec(),
      'read',
    );
    // an ObjectId's own text
    return found && { request: found.request, taskId: found.task_id.toHexString() as TaskId };
  }

  async insert(
    { userId, key, request }: NamedRequest,
    task: Pick<Task, 'id' | 'assessmentId'>,
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    const record = {
      _id: new Types.ObjectId(),
      user_id: new Types.ObjectId(userId),
      key,
      request,
      task_id: new Types.ObjectId(task.id),
      assessment_id: new Types.ObjectId(task.assessmentId),
      created_at: new Date(systemClock.wallMs()),
    };
    await this.model.insertMany([record], { ...writeOptions(write), session });
  }

  /** Keys of a task that is no more. Nobody sees them go: they stand for nothing. */
  async forget(id: TaskId): Promise<void> {
    const filter = { task_id: new Types.ObjectId(id) };
    await translateMongoErrors(
      () => this.model.deleteMany(filter, writeOptions({ deadlineMs: Infinity })).exec(),
      'write',
    );
  }

  /** The key of a task that is no more says nothing any more. */
  async deleteOfTask(id: TaskId, write: AnnouncedWrite): Promise<void> {
    const filter = fenced({ task_id: new Types.ObjectId(id) }, write);
    await translateMongoErrors(() => this.model.deleteMany(filter, writeOptions(write)).exec(), 'write');
  }

  async deleteOfAssessments(
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    await this.model
      .deleteMany(fenced({ assessment_id: oneOf(ids) }, write), { ...writeOptions(write), session })
      .exec();
  }

  async deleteOfUser(userId: UserId, write: AnnouncedWrite): Promise<void> {
    const filter = fenced({ user_id: new Types.ObjectId(userId) }, write);
    await translateMongoErrors(() => this.model.deleteMany(filter, writeOptions(write)).exec(), 'write');
  }
}

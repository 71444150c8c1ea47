import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model, type QueryFilter, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { Page, PageRequest } from '../../kernel/page.js';
import {
  type DatabaseSession,
  fenced,
  oneOf,
  readOptions,
  readPage,
  translateMongoErrors,
  writeOptions,
} from '../../platform/database/index.js';
import { changed, type StoredTask, type TaskChange } from './task.changes.js';
import type { TaskId, TaskState } from './task.js';
import { idOf, indexFor, NEWEST_FIRST, TaskRecord, toRecord, toStored } from './task.schema.js';

/** How long an attempt holds a task without a word: so long a killed worker's task waits. */
export const LEASE_MS = 5_000;

/** Which tasks a list holds; `ownerId` null: everyone's. */
export interface TaskSelection {
  readonly ownerId: UserId | null;
  readonly state?: TaskState | undefined;
}

/** What a change does beside the fields of the task. */
export interface ChangeOptions {
  readonly session?: DatabaseSession;
  /** Only where no attempt holds the task. */
  readonly ifFree?: true;
  /** It is due in so many ms from now; left as it is if not given. */
  readonly dueInMs?: number;
}

/** The collection of tasks, in domain values. */
@Injectable()
export class TasksRepository {
  constructor(@InjectModel(TaskRecord.name) private readonly model: Model<TaskRecord>) {}

  newId(): TaskId {
    return idOf(new Types.ObjectId());
  }

  async findById(id: TaskId, session?: DatabaseSession): Promise<StoredTask | null> {
    return this.findOne({ _id: new Types.ObjectId(id) }, session);
  }

  async findActiveOf(assessmentId: AssessmentId, session?: DatabaseSession): Promise<StoredTask | null> {
    return this.findOne({ assessment_id: new Types.ObjectId(assessmentId), active: true }, session);
  }

  /** Active tasks of these assessments. */
  async findActiveOfAll(ids: readonly AssessmentId[]): Promise<readonly StoredTask[]> {
    const filter = { assessment_id: oneOf(ids), active: true };
    const found = await translateMongoErrors(
      () => this.model.find(filter, null, readOptions()).lean<TaskRecord[]>().exec(),
      'read',
    );
    return found.map(toStored);
  }

  /** One page of a selection, newest first, and how many there are. */
  page(selection: TaskSelection, request: PageRequest): Promise<Page<StoredTask>> {
    const list = {
      filter: filterOf(selection),
      fields: { history: 0, input: 0 },
      sort: NEWEST_FIRST,
      index: indexFor(selection),
      toItem: toStored,
    } as const;
    return translateMongoErrors(() => readPage(this.model, list, request), 'read');
  }

  /** Tasks that ought to have been begun `graceMs` ago and are in nobody's hands, the longest due first. */
  async forgotten(graceMs: number, limit: number): Promise<readonly TaskId[]> {
    const longDue = { $lt: ['$due_at', { $subtract: ['$$NOW', graceMs] }] };
    const filter = { active: true, $expr: mongoose.trusted(longDue), $or: [...FREE] };
    const found = await translateMongoErrors(
      () =>
        this.model
          .find(filter, '_id', readOptions())
          .sort({ active: 1, due_at: 1 })
          .limit(limit)
          .lean<Pick<TaskRecord, '_id'>[]>()
          .exec(),
      'read',
    );
    return found.map(({ _id }) => idOf(_id));
  }

  async insert(task: StoredTask, write: AnnouncedWrite, session: DatabaseSession): Promise<void> {
    const record = toRecord(task, write.id);
    await this.model.insertMany([record], { ...writeOptions(write), session });
  }

  /**
   * Writes `change` over the state that `current` is, and gives what then stands there; null where that state is no
   * more (it was changed or deleted), where `options` forbid it, or where the write came too late.
   */
  async change(
    current: StoredTask,
    change: TaskChange,
    write: AnnouncedWrite,
    { session, ifFree, dueInMs }: ChangeOptions = {},
  ): Promise<StoredTask | null> {
    const next = changed(current, change);
    const { _id, due_at: _due, created_at: _created, input: _input, ...rest } = toRecord(next, write.id);
    const filter = {
      _id,
      sequence: current.sequence,
      claim: current.claim,
      ...(ifFree ? { $or: [...FREE] } : {}),
    };
    const fields = {
      ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, { $literal: value }])),
      lease_until: next.claim === null ? null : inMs(LEASE_MS),
      ...(dueInMs === undefined ? {} : { due_at: inMs(dueInMs) }),
      updated_at: '$$NOW',
    };
    const { matchedCount } = await translateMongoErrors(
      () =>
        this.model
          .updateOne(fenced<QueryFilter<TaskRecord>>(filter, write), [{ $set: fields }], {
            ...writeOptions(write),
            updatePipeline: true,
            ...(session === undefined ? {} : { session }),
          })
          .exec(),
      'write',
    );
    return matchedCount === 1 ? next : null;
  }

  /** The attempt goes on holding its task; false where it does not any more. Changes nothing that anyone reads. */
  async renew({ id, claim }: StoredTask): Promise<boolean> {
    const { matchedCount } = await translateMongoErrors(
      () =>
        this.model
          .updateOne({ _id: new Types.ObjectId(id), claim }, [{ $set: { lease_until: inMs(LEASE_MS) } }], {
            updatePipeline: true,
          })
          .exec(),
      'write',
    );
    return matchedCount === 1;
  }

  /** Deletes the state of an ended task that `current` is; false where it is no more, or the write came too late. */
  async delete(current: StoredTask, write: AnnouncedWrite): Promise<boolean> {
    const { id, sequence } = current;
    const filter = fenced({ _id: new Types.ObjectId(id), sequence, active: false }, write);
    const { deletedCount } = await translateMongoErrors(
      () => this.model.deleteOne(filter, writeOptions(write)).exec(),
      'write',
    );
    return deletedCount === 1;
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

  private async findOne(
    filter: QueryFilter<TaskRecord>,
    session?: DatabaseSession,
  ): Promise<StoredTask | null> {
    const options = session === undefined ? readOptions() : { ...readOptions(), session };
    const found = await translateMongoErrors(
      () => this.model.findOne(filter, null, options).lean<TaskRecord>().exec(),
      'read',
    );
    return found && toStored(found);
  }
}

/** In nobody's hands: never claimed, given back, or held by an attempt that has not been heard of for too long. */
const FREE = [{ claim: null }, { $expr: mongoose.trusted({ $lt: ['$lease_until', '$$NOW'] }) }] as const;

/** A time by the database's clock. */
function inMs(ms: number): object {
  return { $add: ['$$NOW', ms] };
}

function filterOf({ ownerId, state }: TaskSelection): QueryFilter<TaskRecord> {
  return {
    ...(ownerId === null ? {} : { user_id: new Types.ObjectId(ownerId) }),
    ...(state === undefined ? {} : { state }),
  };
}

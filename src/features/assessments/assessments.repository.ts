import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type ClientSession, type Model, type QueryFilter, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { Page, PageRequest } from '../../kernel/page.js';
import {
  DatabaseService,
  fenced,
  oneOf,
  readOptions,
  readPage,
  type TimeLimits,
  translateMongoErrors,
  writeOptions,
} from '../../platform/database/index.js';
import type { Assessment, AssessmentChanges, AssessmentStatus, Priority } from './assessment.js';
import { AssessmentRecord, indexFor, NEWEST_FIRST } from './assessment.schema.js';

/** Which assessments a list holds; `ownerId` null: everyone's. */
export interface AssessmentSelection {
  readonly ownerId: UserId | null;
  readonly status?: AssessmentStatus | undefined;
  readonly priority?: Priority | undefined;
}

/** Deletes what belongs to assessments, in the transaction that deletes them. */
export type Alongside = (
  ids: readonly AssessmentId[],
  write: AnnouncedWrite,
  session: ClientSession,
) => Promise<void>;

/** Exactly what a detail and a list are made of: whatever else stands in a document is not read. */
const FIELDS = Object.keys({
  user_id: 1,
  title: 1,
  description: 1,
  business_goal: 1,
  business_requirements: 1,
  technical_requirements: 1,
  status: 1,
  priority: 1,
  progress: 1,
  completion_percentage: 1,
  workflow_id: 1,
  agent_states: 1,
  recommendations_generated: 1,
  reports_generated: 1,
  tags: 1,
  metadata: 1,
  created_at: 1,
  updated_at: 1,
  started_at: 1,
  completed_at: 1,
  before_workflow: 1,
  revision: 1,
} satisfies Record<keyof Omit<Assessment, 'id'>, 1>).join(' ');

/** The collection of assessments, in domain values. */
@Injectable()
export class AssessmentsRepository {
  constructor(
    @InjectModel(AssessmentRecord.name) private readonly model: Model<AssessmentRecord>,
    private readonly database: DatabaseService,
  ) {}

  /** An id that nothing has yet: its announcement comes before the document. */
  newId(): AssessmentId {
    return idOf(new Types.ObjectId());
  }

  /** @param options.latest false: what a majority has is enough, because a write's own condition decides in the end */
  async findById(id: AssessmentId, { latest = true } = {}): Promise<Assessment | null> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .findById(id, FIELDS, readOptions({ single: latest }))
          .lean<AssessmentRecord>()
          .exec(),
      'read',
    );
    return found && toAssessment(found);
  }

  /** One page of a selection, newest first, and how many there are. */
  page(selection: AssessmentSelection, request: PageRequest): Promise<Page<Assessment>> {
    const list = {
      filter: filterOf(selection),
      fields: FIELDS,
      sort: NEWEST_FIRST,
      index: indexFor(selection),
      toItem: toAssessment,
    };
    return translateMongoErrors(() => readPage(this.model, list, request), 'read');
  }

  /** The newest that are this user's, at most `limit`; answered by the index alone. */
  async idsOf(ownerId: UserId, limit: number): Promise<readonly AssessmentId[]> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .find({ user_id: new Types.ObjectId(ownerId) }, '_id', readOptions())
          .sort(NEWEST_FIRST)
          .limit(limit)
          .lean<Pick<AssessmentRecord, '_id'>[]>()
          .exec(),
      'read',
    );
    return found.map(({ _id }) => idOf(_id));
  }

  async insert(assessments: readonly Assessment[], write: AnnouncedWrite): Promise<void> {
    const records = assessments.map((assessment) => toRecord(assessment, write));
    await translateMongoErrors(
      () => this.model.insertMany(records, { ...writeOptions(write), ordered: true }),
      'write',
    );
  }

  /**
   * Writes `changes` over the revision that `current` is, and gives what then stands there; null where that revision
   * is no more, or the write came too late.
   */
  async change(
    current: Assessment,
    changes: AssessmentChanges,
    write: AnnouncedWrite,
    session?: ClientSession,
  ): Promise<Assessment | null> {
    const written = { ...changes, revision: current.revision + 1 };
    const { matchedCount } = await translateMongoErrors(
      () =>
        this.model
          .updateOne(
            exactly(current, write),
            { $set: { ...written, write_id: write.id } },
            session === undefined ? writeOptions(write) : { ...writeOptions(write), session },
          )
          .exec(),
      'write',
    );
    return matchedCount === 1 ? { ...current, ...written } : null;
  }

  /**
   * A move of the workflow, in the transaction that it belongs to: `decide` says what becomes of the assessment as that
   * transaction finds it; null: nothing. Gives what then stands there; null where it is no more, or the write came too
   * late: then the transaction must write nothing.
   */
  async moveWorkflow(
    id: AssessmentId,
    decide: (current: Assessment) => AssessmentChanges | null,
    write: AnnouncedWrite,
    session: ClientSession,
  ): Promise<Assessment | null> {
    const found = await this.model
      .findById(id, FIELDS, { ...readOptions(), session })
      .lean<AssessmentRecord>()
      .exec();
    if (found === null) return null;
    const current = toAssessment(found);
    const changes = decide(current);
    return changes === null ? current : this.change(current, changes, write, session);
  }

  /**
   * Takes part in a transaction without changing anything of the assessment: what is written with it and the
   * assessment's deletion exclude each other, and the write's fence holds for all of it. False where it is not this
   * owner's, is no more, or the write came too late: then the transaction must write nothing.
   *
   * The mark is not the write's own id: the server leaves out of a change what is set to what it is already, so a change of
   * the same transaction would not name its write.
   */
  async hold(
    id: AssessmentId,
    ownerId: UserId,
    write: AnnouncedWrite,
    session: ClientSession,
  ): Promise<boolean> {
    const filter = fenced({ _id: new Types.ObjectId(id), user_id: new Types.ObjectId(ownerId) }, write);
    const { matchedCount } = await this.model
      .updateOne(filter, { $set: { write_id: `held:${write.id}` } }, { ...writeOptions(write), session })
      .exec();
    return matchedCount === 1;
  }

  /**
   * Deletes the revision that `current` is, together with what `alongside` deletes; false where that revision is no
   * more, or the write came too late: then nothing is deleted.
   */
  async delete(current: Assessment, write: AnnouncedWrite, alongside?: Alongside): Promise<boolean> {
    const deletion = { ids: [current.id], filter: exactly(current, write), write, alongside };
    return this.whole(deletion, (filter, options) => this.model.deleteOne(filter, options).exec());
  }

  /**
   * Deletes these of this user's and no others (nobody announced those), together with what `alongside` deletes. Idempotent:
   * deletes what is left of them, and nothing where the write came too late.
   */
  async deleteOf(
    ownerId: UserId,
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
    alongside?: Alongside,
  ): Promise<void> {
    if (ids.length === 0) return;
    const filter = fenced({ _id: oneOf(ids), user_id: new Types.ObjectId(ownerId) }, write);
    const deletion = { ids, filter, write, alongside };
    await this.whole(deletion, (which, options) => this.model.deleteMany(which, options).exec());
  }

  /**
   * In one transaction where there is something alongside; a single fenced operation is the safer one otherwise. A
   * standalone server has no transactions: there what belongs to them goes first, so that a failure leaves an assessment,
   * which can be deleted again, and never a part of none.
   * @returns whether at least one of them was there
   */
  private whole({ ids, filter, write, alongside }: Deletion, remove: Remove): Promise<boolean> {
    const removed = async (session?: ClientSession): Promise<boolean> => {
      const options = session === undefined ? writeOptions(write) : { ...writeOptions(write), session };
      return (await remove(filter, options)).deletedCount > 0;
    };
    return translateMongoErrors(() => {
      if (alongside === undefined) return removed();
      if (!this.database.replicated) {
        return this.database.withSession(async (session) => {
          const found = await this.model.exists(filter).setOptions({ ...readOptions(), session });
          if (found === null) return false;
          await alongside(ids, write, session);
          return removed(session);
        });
      }
      return this.database.inTransaction(async (session) => {
        const found = await removed(session);
        if (found) await alongside(ids, write, session);
        return found;
      });
    }, 'write');
  }
}

interface Deletion {
  readonly ids: readonly AssessmentId[];
  readonly filter: QueryFilter<AssessmentRecord>;
  readonly write: AnnouncedWrite;
  readonly alongside: Alongside | undefined;
}

type Remove = (
  filter: QueryFilter<AssessmentRecord>,
  options: TimeLimits & { readonly session?: ClientSession },
) => Promise<{ readonly deletedCount: number }>;

function exactly({ id, revision }: Assessment, write: AnnouncedWrite): QueryFilter<AssessmentRecord> {
  return fenced({ _id: new Types.ObjectId(id), revision }, write);
}

function filterOf({ ownerId, status, priority }: AssessmentSelection): QueryFilter<AssessmentRecord> {
  return {
    ...(ownerId === null ? {} : { user_id: new Types.ObjectId(ownerId) }),
    ...(status === undefined ? {} : { status }),
    ...(priority === undefined ? {} : { priority }),
  };
}

function idOf(_id: Types.ObjectId): AssessmentId {
  return _id.toHexString() as AssessmentId; // an ObjectId's own text
}

function toRecord({ id, user_id, ...rest }: Assessment, write: AnnouncedWrite): AssessmentRecord {
  return {
    _id: new Types.ObjectId(id),
    user_id: new Types.ObjectId(user_id),
    ...rest,
    tags: [...rest.tags],
    write_id: write.id,
  };
}

function toAssessment({ _id, user_id, ...rest }: Omit<AssessmentRecord, 'write_id'>): Assessment {
  return { ...rest, id: idOf(_id), user_id: user_id.toHexString() as UserId }; // an ObjectId's own text
}

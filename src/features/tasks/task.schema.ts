import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';
import { DAY_MS, SECOND_MS } from '../../kernel/duration.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import { isActive, type StoredTask, type TaskMoment } from './task.changes.js';
import type { TaskId, TaskState } from './task.js';

const { Mixed, ObjectId } = MongooseSchema.Types;

/** So long an ended task is kept; what came of it, the recommendations and the assessment's own story, stays. */
const KEPT_S = (90 * DAY_MS) / SECOND_MS;

/** The collection of tasks; the queue knows their ids alone. */
@Schema({ collection: 'tasks', versionKey: false, minimize: false, strict: 'throw' })
export class TaskRecord {
  readonly _id!: Types.ObjectId;
  @Prop({ type: String, required: true }) kind!: string;
  @Prop({ type: ObjectId, required: true }) assessment_id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) user_id!: Types.ObjectId;
  @Prop({ type: Mixed, default: null }) input!: unknown;
  @Prop({ type: String, required: true }) state!: TaskState;
  /** True until its end. An index over it allows one active task for each assessment. */
  @Prop({ type: Boolean, required: true }) active!: boolean;
  @Prop({ type: String, default: null }) current_step!: string | null;
  @Prop({ type: Number, required: true }) progress!: number;
  @Prop({ type: String, required: true }) message!: string;
  /** How often it was begun. */
  @Prop({ type: Number, required: true }) attempt!: number;
  /** How many of these ended with a fault. */
  @Prop({ type: Number, required: true }) faults!: number;
  @Prop({ type: Mixed, default: null }) result!: unknown;
  @Prop({ type: String, default: null }) error!: string | null;
  @Prop({ type: Number, required: true }) sequence!: number;
  /** The last states, the present one among them; bounded. */
  @Prop({ type: [Mixed], required: true }) history!: readonly TaskMoment[];
  /** The attempt that it belongs to: whoever writes in an attempt's name names it. null: nobody's. */
  @Prop({ type: String, default: null }) claim!: string | null;
  /** Until when that attempt holds it without a word, by the database's clock. */
  @Prop({ type: Date, default: null }) lease_until!: Date | null;
  /** From when it is to be run, by the database's clock. */
  @Prop({ type: Date, required: true }) due_at!: Date;
  @Prop({ type: Date, required: true }) created_at!: Date;
  @Prop({ type: Date, required: true }) updated_at!: Date;
  @Prop({ type: Date, default: null }) started_at!: Date | null;
  @Prop({ type: Date, default: null }) ended_at!: Date | null;
  /** The announced write that this state is of: the change stream knows by it what is no news. */
  @Prop({ type: String, default: null }) write_id!: string | null;
}

export const taskSchema = SchemaFactory.createForClass(TaskRecord);

/** Newest first; `_id` makes the order of equal times stable, so that pages neither repeat nor miss. */
export const NEWEST_FIRST = { created_at: -1, _id: -1 } as const;

/** The caller's own, everyone's, everyone's of a state. */
const OWN = { user_id: 1, ...NEWEST_FIRST, state: 1 } as const;
const OF_STATE = { state: 1, ...NEWEST_FIRST } as const;
for (const index of [OWN, NEWEST_FIRST, OF_STATE]) taskSchema.index(index);
taskSchema.index({ assessment_id: 1 });
taskSchema.index(
  { assessment_id: 1, active: 1 },
  { unique: true, partialFilterExpression: { active: true }, name: 'one_active_of_an_assessment' },
);
taskSchema.index({ ended_at: 1 }, { expireAfterSeconds: KEPT_S }); // without an end, null is no time: it stays
taskSchema.index({ active: 1, due_at: 1 }, { partialFilterExpression: { active: true } });

/** The index that answers a selection. */
export function indexFor(selection: {
  readonly ownerId: unknown;
  readonly state?: unknown;
}): Record<string, 1 | -1> {
  if (selection.ownerId !== null) return OWN;
  return selection.state === undefined ? NEWEST_FIRST : OF_STATE;
}

/** What stands in the collection where the queue and the database's clock have no say: `due_at` is now. */
export function toRecord(task: StoredTask, writeId: string | null): Omit<TaskRecord, 'lease_until'> {
  return {
    _id: new Types.ObjectId(task.id),
    kind: task.kind,
    assessment_id: new Types.ObjectId(task.assessmentId),
    user_id: new Types.ObjectId(task.userId),
    input: task.input,
    state: task.state,
    active: isActive(task.state),
    current_step: task.currentStep,
    progress: task.progress,
    message: task.message,
    attempt: task.attempt,
    faults: task.faults,
    result: task.result,
    error: task.error,
    sequence: task.sequence,
    history: task.history,
    claim: task.claim,
    due_at: task.createdAt,
    created_at: task.createdAt,
    updated_at: task.createdAt,
    started_at: task.startedAt,
    ended_at: task.endedAt,
    write_id: writeId,
  };
}

/** A list leaves out what only the keeper of a task needs. */
type ReadTaskRecord = Omit<TaskRecord, 'history' | 'input'> & Partial<Pick<TaskRecord, 'history' | 'input'>>;

export function toStored(record: ReadTaskRecord): StoredTask {
  return {
    id: idOf(record._id),
    kind: record.kind,
    assessmentId: record.assessment_id.toHexString() as AssessmentId, // an ObjectId's own text, as the next ones
    userId: record.user_id.toHexString() as UserId,
    input: record.input ?? null,
    state: record.state,
    currentStep: record.current_step,
    progress: record.progress,
    message: record.message,
    attempt: record.attempt,
    faults: record.faults,
    result: record.result,
    error: record.error,
    sequence: record.sequence,
    history: record.history ?? [],
    claim: record.claim,
    createdAt: record.created_at,
    startedAt: record.started_at,
    endedAt: record.ended_at,
  };
}

export function idOf(_id: Types.ObjectId): TaskId {
  return _id.toHexString() as TaskId; // an ObjectId's own text
}

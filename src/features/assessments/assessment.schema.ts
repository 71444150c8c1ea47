import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, type Types } from 'mongoose';
import type { Assessment, WorkflowStanding } from './assessment.js';

const { Mixed, ObjectId } = MongooseSchema.Types;

/**
 * The collection's fields, named as on the wire. The blocks are `Mixed`: the zod schemas of the requests are the one
 * statement of what may stand in them, and nothing is written that did not pass those.
 */
@Schema({ collection: 'assessments', versionKey: false, minimize: false, strict: 'throw' })
export class AssessmentRecord implements Stored {
  readonly _id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) user_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) title!: string;
  @Prop({ type: String, default: null }) description!: string | null;
  @Prop({ type: String, default: null }) business_goal!: string | null;
  @Prop({ type: Mixed, default: null }) business_requirements!: Assessment['business_requirements'];
  @Prop({ type: Mixed, default: null }) technical_requirements!: Assessment['technical_requirements'];
  @Prop({ type: String, required: true }) status!: Assessment['status'];
  @Prop({ type: String, required: true }) priority!: Assessment['priority'];
  @Prop({ type: Mixed, required: true }) progress!: Assessment['progress'];
  @Prop({ type: Number, required: true }) completion_percentage!: number;
  @Prop({ type: String, default: null }) workflow_id!: string | null;
  @Prop({ type: Mixed, required: true }) agent_states!: Assessment['agent_states'];
  @Prop({ type: Boolean, required: true }) recommendations_generated!: boolean;
  @Prop({ type: Boolean, required: true }) reports_generated!: boolean;
  @Prop({ type: [String], required: true }) tags!: string[];
  @Prop({ type: Mixed, required: true }) metadata!: Assessment['metadata'];
  @Prop({ type: Date, required: true }) created_at!: Date;
  @Prop({ type: Date, required: true }) updated_at!: Date;
  @Prop({ type: Date, default: null }) started_at!: Date | null;
  @Prop({ type: Date, default: null }) completed_at!: Date | null;
  @Prop({ type: Mixed, default: null }) before_workflow?: WorkflowStanding | null;
  @Prop({ type: Number, required: true }) revision!: number;
  /** The announced write that this state is of: the change stream knows by it what is no news. */
  @Prop({ type: String, default: null }) write_id!: string | null;
}

type Stored = Omit<Assessment, 'id' | 'user_id'> & { readonly user_id: Types.ObjectId };

export const assessmentSchema = SchemaFactory.createForClass(AssessmentRecord);

/** Newest first; `_id` makes the order of equal times stable, so that pages neither repeat nor miss. */
export const NEWEST_FIRST = { created_at: -1, _id: -1 } as const;

/**
 * One index a question: the caller's own (status and priority stand at its end, so that filters are decided in the
 * index and only what is returned is fetched), everyone's, everyone's of a status, everyone's of a priority.
 */
const OWN = { user_id: 1, ...NEWEST_FIRST, status: 1, priority: 1 } as const;
const OF_STATUS = { status: 1, ...NEWEST_FIRST, priority: 1 } as const;
const OF_PRIORITY = { priority: 1, ...NEWEST_FIRST } as const;
for (const index of [OWN, NEWEST_FIRST, OF_STATUS, OF_PRIORITY]) assessmentSchema.index(index);

/** Last changed first. */
const LAST_CHANGED = { updated_at: -1, _id: -1 } as const;
/** The owner's last changed; the dashboard's counts and averages are read from its keys alone, everyone's too. */
const SUMMED_UP = {
  user_id: 1,
  ...LAST_CHANGED,
  status: 1,
  completion_percentage: 1,
  created_at: 1,
} as const;
for (const index of [LAST_CHANGED, SUMMED_UP]) assessmentSchema.index(index);

/** The index that answers a selection. */
export function indexFor(selection: {
  readonly ownerId: unknown;
  readonly status?: unknown;
  readonly priority?: unknown;
}): Record<string, 1 | -1> {
  if (selection.ownerId !== null) return OWN;
  if (selection.status !== undefined) return OF_STATUS;
  return selection.priority === undefined ? NEWEST_FIRST : OF_PRIORITY;
}

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, type Types } from 'mongoose';
import type { Recommendation, RestsOn } from './recommendation.js';

const { Mixed, ObjectId } = MongooseSchema.Types;

/**
 * The collection's fields, named as on the wire. Lists of services and the data of a kind of advice are `Mixed`: agents make
 * them, no client ever writes one. Money is text, so that it stays exact; sums over it begin with `$toDecimal`.
 */
@Schema({ collection: 'recommendations', versionKey: false, minimize: false, strict: 'throw' })
export class RecommendationRecord implements Stored {
  readonly _id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) assessment_id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) user_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) key!: string;
  @Prop({ type: String, required: true }) agent_name!: Recommendation['agent_name'];
  @Prop({ type: String, required: true }) title!: string;
  @Prop({ type: String, required: true }) summary!: string;
  @Prop({ type: [String], required: true }) reasons!: string[];
  @Prop({ type: String, required: true }) confidence_level!: Recommendation['confidence_level'];
  @Prop({ type: Number, required: true }) confidence_score!: number;
  @Prop({ type: Mixed, required: true }) recommendation_data!: Recommendation['recommendation_data'];
  @Prop({ type: Mixed, required: true }) recommended_services!: Recommendation['recommended_services'];
  @Prop({ type: Mixed, required: true }) cost_estimates!: Recommendation['cost_estimates'];
  @Prop({ type: String, required: true }) total_estimated_monthly_cost!: string;
  @Prop({ type: [String], required: true }) benefits!: string[];
  @Prop({ type: [String], required: true }) implementation_steps!: string[];
  @Prop({ type: [String], required: true }) prerequisites!: string[];
  @Prop({ type: [String], required: true }) risks_and_considerations!: string[];
  @Prop({ type: String, required: true }) business_impact!: string;
  @Prop({ type: Number, required: true }) alignment_score!: number;
  @Prop({ type: [String], required: true }) tags!: string[];
  @Prop({ type: String, required: true }) priority!: Recommendation['priority'];
  @Prop({ type: String, required: true }) category!: Recommendation['category'];
  @Prop({ type: String, required: true }) pillar!: Recommendation['pillar'];
  @Prop({ type: Date, required: true }) created_at!: Date;
  @Prop({ type: Date, required: true }) updated_at!: Date;
  /** Internal: on the wire it is part of a list's summary. */
  @Prop({ type: Mixed }) rests_on?: RestsOn;
  /** The announced write that this state is of: the change stream knows by it what is no news. */
  @Prop({ type: String, default: null }) write_id!: string | null;
  /** Set on what a new run did not find again, in the transaction that deletes it: see the collection's watch. */
  @Prop({ type: Boolean }) superseded?: boolean;
}

type Stored = Omit<Recommendation, 'id' | 'assessment_id' | 'user_id'> & {
  readonly assessment_id: Types.ObjectId;
  readonly user_id: Types.ObjectId;
};

export const recommendationSchema = SchemaFactory.createForClass(RecommendationRecord);

/** Newest first; `_id` makes the order of equal times stable, so that pages neither repeat nor miss. */
export const NEWEST_FIRST = { created_at: -1, _id: -1 } as const;

/** What lists filter by stands at the end of each index: decided there, so that only what is returned is fetched. */
const FILTERED = { agent_name: 1, category: 1, confidence_score: 1 } as const;

/** One index a question: an assessment's, an owner's, everyone's. */
const OF_ASSESSMENT = { assessment_id: 1, ...NEWEST_FIRST, user_id: 1, ...FILTERED } as const;
const OWN = { user_id: 1, ...NEWEST_FIRST, ...FILTERED } as const;
const EVERYONES = { ...NEWEST_FIRST, ...FILTERED } as const;
for (const index of [OF_ASSESSMENT, OWN, EVERYONES]) recommendationSchema.index(index);

/** Of the greatest confidence first. */
const MOST_CONFIDENT = { confidence_score: -1, ...NEWEST_FIRST } as const;
/** The owner's of the greatest confidence; the dashboard's counts and sums are read from its keys alone, everyone's too. */
const SUMMED_UP = {
  user_id: 1,
  ...MOST_CONFIDENT,
  category: 1,
  priority: 1,
  total_estimated_monthly_cost: 1,
  updated_at: 1,
} as const;
for (const index of [MOST_CONFIDENT, SUMMED_UP]) recommendationSchema.index(index);

/** The same advice of an agent stands once, however often a run is taken up; also an agent's own of an assessment. */
recommendationSchema.index({ assessment_id: 1, agent_name: 1, key: 1 }, { unique: true });

/** The index that answers a selection. */
export function indexFor(selection: {
  readonly ownerId: unknown;
  readonly assessmentId?: unknown;
}): Record<string, 1 | -1> {
  if (selection.assessmentId !== undefined) return OF_ASSESSMENT;
  return selection.ownerId === null ? EVERYONES : OWN;
}

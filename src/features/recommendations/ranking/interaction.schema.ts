import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, type Types } from 'mongoose';
import type { InteractionKind } from './interaction.js';

const { ObjectId } = MongooseSchema.Types;

/** The collection `interactions`: of one user, one recommendation and one kind there is one. */
@Schema({ collection: 'interactions', versionKey: false, strict: 'throw' })
export class InteractionRecord {
  readonly _id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) readonly user_id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) readonly recommendation_id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) readonly assessment_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) readonly interaction!: InteractionKind;
  @Prop({ type: Number, default: null }) readonly value!: number | null;
  /** The list in which it stood; see `shown_lists`. */
  @Prop({ type: String, required: true }) readonly list_id!: string;
  /** From 0. */
  @Prop({ type: Number, required: true }) readonly place!: number;
  @Prop({ type: Boolean, required: true }) readonly position_known!: boolean;
  @Prop({ type: Date, required: true }) readonly created_at!: Date;
  @Prop({ type: Date, required: true }) readonly updated_at!: Date;
  @Prop({ type: String, required: true }) readonly write_id!: string;
  /** The write that no model has learned from yet; null once one has. */
  @Prop({ type: String, default: null }) readonly unlearned!: string | null;
}

export const interactionSchema = SchemaFactory.createForClass(InteractionRecord);
/** What counts once; also what the statistics of a recommendation are made of. */
interactionSchema.index({ recommendation_id: 1, interaction: 1, user_id: 1 }, { unique: true });
/** What goes with an assessment, and with an account. */
interactionSchema.index({ assessment_id: 1 });
/** The newest for training; users who have had their say are passed over in the index. */
export const NEWEST = { updated_at: -1, user_id: 1, _id: 1 } as const;
interactionSchema.index(NEWEST);
interactionSchema.index({ user_id: 1 });
interactionSchema.index({ unlearned: 1 }, { partialFilterExpression: { unlearned: { $type: 'string' } } });

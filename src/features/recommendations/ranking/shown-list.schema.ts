import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, type Types } from 'mongoose';
import { DAY_MS, SECOND_MS } from '../../../kernel/duration.js';

const { Buffer: Bytes, ObjectId } = MongooseSchema.Types;
/** What was shown longer ago than this trains nothing any more. */
const KEPT_S = (90 * DAY_MS) / SECOND_MS;

/** The collection `shown_lists`: nobody caches it, so that its writes are not announced. */
@Schema({ collection: 'shown_lists', versionKey: false, strict: 'throw' })
export class ShownListRecord {
  @Prop({ type: String, required: true }) readonly _id!: string;
  @Prop({ type: ObjectId, required: true }) readonly assessment_id!: Types.ObjectId;
  @Prop({ type: Number, required: true }) readonly model_version!: number;
  @Prop({ type: String, required: true }) readonly feature_set!: string;
  @Prop({ type: [ObjectId], required: true }) readonly recommendation_ids!: Types.ObjectId[];
  @Prop({ type: Bytes, required: true }) readonly packed!: Buffer;
  @Prop({ type: Date, required: true }) readonly shown_at!: Date;
}

export const shownListSchema = SchemaFactory.createForClass(ShownListRecord);
shownListSchema.index({ assessment_id: 1, shown_at: -1 });
shownListSchema.index({ shown_at: 1 }, { expireAfterSeconds: KEPT_S });

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';

const { Mixed } = MongooseSchema.Types;

/** The collection `ranking_models`: a document a version, never changed; also what a maker left that died before it was current. */
@Schema({ collection: 'ranking_models', versionKey: false, strict: 'throw', minimize: false })
export class RankingModelRecord {
  /** Names the attempt that made it. */
  @Prop({ type: String, required: true }) readonly _id!: string;
  @Prop({ type: Number, required: true }) readonly version!: number;
  @Prop({ type: Number, required: true }) readonly observations!: number;
  /** By the feature's name. */
  @Prop({ type: Mixed, required: true }) readonly weights!: Readonly<Record<string, number>>;
  @Prop({ type: Date, required: true }) readonly created_at!: Date;
}

export const rankingModelSchema = SchemaFactory.createForClass(RankingModelRecord);
rankingModelSchema.index({ version: 1 });

/** The collection `ranking_state`, one document: which version is current, and who makes the next one. */
@Schema({ collection: 'ranking_state', versionKey: false, strict: 'throw' })
export class RankingStateRecord {
  @Prop({ type: String, required: true }) readonly _id!: string;
  @Prop({ type: Number, required: true }) readonly version!: number;
  /** The id of its model; null before there is one. */
  @Prop({ type: String, default: null }) readonly model!: string | null;
  /** Names one attempt to make a version. */
  @Prop({ type: String, default: null }) readonly claimed_by!: string | null;
  /** By the database's clock; nobody else may claim before. */
  @Prop({ type: Date, required: true }) readonly claimed_until!: Date;
}

export const rankingStateSchema = SchemaFactory.createForClass(RankingStateRecord);

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, type Types } from 'mongoose';
import { DAY_MS, SECOND_MS } from '../../kernel/duration.js';

const { ObjectId } = MongooseSchema.Types;

/** An idempotency key that a client gave, and the task that it made. */
@Schema({ collection: 'task_keys', versionKey: false, strict: 'throw' })
export class TaskKeyRecord {
  readonly _id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) user_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) key!: string;
  /** What was asked for under the key: another request may not use it. */
  @Prop({ type: String, required: true }) request!: string;
  @Prop({ type: ObjectId, required: true }) task_id!: Types.ObjectId;
  @Prop({ type: ObjectId, required: true }) assessment_id!: Types.ObjectId;
  @Prop({ type: Date, required: true }) created_at!: Date;
}

export const taskKeySchema = SchemaFactory.createForClass(TaskKeyRecord);

/** A key is known for a day, and for the minute that MongoDB takes to notice. */
taskKeySchema.index({ user_id: 1, key: 1 }, { unique: true });
taskKeySchema.index({ created_at: 1 }, { expireAfterSeconds: DAY_MS / SECOND_MS });
taskKeySchema.index({ assessment_id: 1 });
taskKeySchema.index({ task_id: 1 });

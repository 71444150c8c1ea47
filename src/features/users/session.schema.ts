import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, type Types } from 'mongoose';

/**
 * The collection `sessions`: one document a login, that is, a family of refresh tokens. Only the hash of the one token that
 * is valid now is kept; every other token of the family is an old one.
 */
@Schema({
  collection: 'sessions',
  versionKey: false,
  strict: 'throw',
  timestamps: { createdAt: 'created_at', updatedAt: 'updated_at' },
})
export class SessionDocument {
  @Prop({ type: String, required: true })
  readonly _id!: string;

  @Prop({ type: MongooseSchema.Types.ObjectId, required: true })
  readonly user_id!: Types.ObjectId;

  /** SHA-256 of the token's secret, base64url. */
  @Prop({ type: String, required: true })
  readonly secret_hash!: string;

  @Prop({ type: Date, required: true })
  readonly expires_at!: Date;

  readonly created_at!: Date;
  readonly updated_at!: Date;
}

export const sessionSchema = SchemaFactory.createForClass(SessionDocument);
sessionSchema.index({ user_id: 1 });
sessionSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });

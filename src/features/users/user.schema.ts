import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Types } from 'mongoose';
import { ROLES, type Role } from '../../platform/security/roles.js';

/** The collection `users`. */
@Schema({
  collection: 'users',
  versionKey: false,
  strict: 'throw',
  timestamps: { createdAt: 'created_at', updatedAt: 'updated_at' },
})
export class UserDocument {
  readonly _id!: Types.ObjectId;

  @Prop({ type: String, required: true })
  readonly email!: string;

  /** `emailKey(email)`: what makes an address unique. */
  @Prop({ type: String, required: true })
  readonly email_key!: string;

  @Prop({ type: String, required: true })
  readonly password_hash!: string;

  @Prop({ type: String, required: true })
  readonly full_name!: string;

  @Prop({ type: String, default: null })
  readonly job_title!: string | null;

  @Prop({ type: String, default: null })
  readonly company_name!: string | null;

  @Prop({ type: String, required: true, enum: ROLES })
  readonly role!: Role;

  @Prop({ type: Boolean, required: true })
  readonly is_active!: boolean;

  /** Grows when somebody relies on this account remaining a super_admin: makes two such transactions collide. */
  @Prop({ type: Number, default: 0 })
  readonly relied_on!: number;

  /** The announced write that last changed the account: the change stream knows by it what is no news. */
  @Prop({ type: String, default: null })
  readonly write_id!: string | null;

  readonly created_at!: Date;
  readonly updated_at!: Date;
}

export const userSchema = SchemaFactory.createForClass(UserDocument);
userSchema.index({ email_key: 1 }, { unique: true });
// Lists are newest first, by any of their filters; the role's also counts the super_admins.
userSchema.index({ created_at: -1, _id: -1 });
userSchema.index({ role: 1, created_at: -1, _id: -1 });
userSchema.index({ is_active: 1, created_at: -1, _id: -1 });

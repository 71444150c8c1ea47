import { Inject, Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model, Types } from 'mongoose';
import { SECOND_MS } from '../../kernel/duration.js';
import type { UserId } from '../../kernel/ids.js';
import { type Config, CONFIG } from '../../platform/config/index.js';
import { translateMongoErrors, UNANNOUNCED, writeOptions } from '../../platform/database/index.js';
import { hashOfSecret, type RefreshToken } from './refresh-token.js';
import { SessionDocument } from './session.schema.js';

/** Families of refresh tokens. Nobody caches them, so that nothing here is announced. */
@Injectable()
export class SessionsRepository {
  constructor(
    @InjectModel(SessionDocument.name) private readonly model: Model<SessionDocument>,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async open(userId: UserId, token: RefreshToken): Promise<void> {
    const now = new Date();
    const document = {
      _id: token.familyId,
      user_id: new Types.ObjectId(userId),
      secret_hash: hashOfSecret(token.secret),
      expires_at: this.expiryFrom(now),
      created_at: now,
      updated_at: now,
    } satisfies SessionDocument;
    await translateMongoErrors(
      () => this.model.insertMany([document], { ...writeOptions(UNANNOUNCED), ordered: true }),
      'write',
    );
  }

  /**
   * Puts `next` in the place of `old` in one atomic operation: of many that try it at once with the same token one
   * succeeds. Gives whose family it is; null where `old` is not the family's valid token.
   */
  async rotate(old: RefreshToken, next: RefreshToken): Promise<UserId | null> {
    const now = new Date();
    const found = await translateMongoErrors(
      () =>
        this.model
          .findOneAndUpdate(
            {
              _id: old.familyId,
              secret_hash: hashOfSecret(old.secret),
              expires_at: mongoose.trusted({ $gt: now }),
            },
            { $set: { secret_hash: hashOfSecret(next.secret), expires_at: this.expiryFrom(now) } },
            writeOptions(UNANNOUNCED),
          )
          .lean<SessionDocument>()
          .exec(),
      'write',
    );
    return found && (found.user_id.toHexString() as UserId); // an ObjectId's own text
  }

  async end(familyId: string): Promise<void> {
    await translateMongoErrors(
      () => this.model.deleteOne({ _id: familyId }, writeOptions(UNANNOUNCED)).exec(),
      'write',
    );
  }

  async endAllOf(userId: UserId): Promise<void> {
    await translateMongoErrors(
      () => this.model.deleteMany({ user_id: new Types.ObjectId(userId) }, writeOptions(UNANNOUNCED)).exec(),
      'write',
    );
  }

  private expiryFrom(now: Date): Date {
    return new Date(now.getTime() + this.config.auth.refreshTokenTtlS * SECOND_MS);
  }
}

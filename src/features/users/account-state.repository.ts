import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { UserId } from '../../kernel/ids.js';
import { readOptions, translateMongoErrors } from '../../platform/database/index.js';
import type { AccountState } from '../../platform/security/account-directory.port.js';
import { UserDocument } from './user.schema.js';

/** Loads what the token guard must know of an account: one document by its `_id`, two fields of it. */
@Injectable()
export class AccountStateRepository {
  constructor(@InjectModel(UserDocument.name) private readonly model: Model<UserDocument>) {}

  async load(userId: UserId): Promise<AccountState | null> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .findById(userId, { _id: 0, role: 1, is_active: 1 }, readOptions({ single: true }))
          .lean<Pick<UserDocument, 'role' | 'is_active'>>()
          .exec(),
      'read',
    );
    return found && { role: found.role, isActive: found.is_active };
  }
}

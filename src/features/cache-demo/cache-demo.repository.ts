import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { type Connection, Types } from 'mongoose';
import type { UserId } from '../../kernel/ids.js';
import { readOptions, translateMongoErrors } from '../../platform/database/index.js';

/** The read that is measured: one document by its id, the caller's own account, without what is secret in it. */
@Injectable()
export class CacheDemoRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** The document as text, as a cache would keep it. */
  async read(userId: UserId): Promise<string> {
    const found = await translateMongoErrors(
      () =>
        this.connection.collection('users').findOne(
          { _id: new Types.ObjectId(userId) },
          {
            ...readOptions({ single: true }),
            projection: { full_name: 1, company_name: 1, job_title: 1, role: 1, created_at: 1 },
          },
        ),
      'read',
    );
    return JSON.stringify(found);
  }
}

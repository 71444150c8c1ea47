import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, type QueryFilter, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../events/index.js';
import { DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import type { Page, PageRequest } from '../../kernel/page.js';
import {
  DatabaseService,
  fenced,
  readOptions,
  readPage,
  translateMongoErrors,
  UNANNOUNCED,
  writeOptions,
} from '../../platform/database/index.js';
import { emailKey, type NewUser, type User, type UserChanges, type UserFilter } from './user.js';
import { UserDocument } from './user.schema.js';

const NEWEST_FIRST = { created_at: -1, _id: -1 } as const;

/** Groups writes of {@link UsersRepository.inTransaction}. */
export type UsersTransaction = ClientSession;

/** The collection of accounts, in domain values. */
@Injectable()
export class UsersRepository {
  constructor(
    @InjectModel(UserDocument.name) private readonly model: Model<UserDocument>,
    private readonly database: DatabaseService,
  ) {}

  async findById(id: UserId): Promise<User | null> {
    const found = await reading(() =>
      this.model
        .findById(id, null, readOptions({ single: true }))
        .lean<UserDocument>()
        .exec(),
    );
    return found && toUser(found);
  }

  async findByEmail(email: string): Promise<{ readonly user: User; readonly passwordHash: string } | null> {
    const found = await reading(() =>
      this.model
        .findOne({ email_key: emailKey(email) }, null, readOptions())
        .lean<UserDocument>()
        .exec(),
    );
    return found && { user: toUser(found), passwordHash: found.password_hash };
  }

  /** One page of those that fit `filter`, newest first, and how many there are. */
  page(filter: UserFilter, request: PageRequest): Promise<Page<User>> {
    const list = {
      filter: toQuery(filter),
      fields: null,
      sort: NEWEST_FIRST,
      index: indexFor(filter),
      toItem: toUser,
    };
    return reading(() => readPage(this.model, list, request));
  }

  async hasSuperAdmin(): Promise<boolean> {
    const found = await reading(() => this.model.exists({ role: 'super_admin' }).exec());
    return found !== null;
  }

  async hasOtherSuperAdmin(id: UserId): Promise<boolean> {
    const found = await reading(() => this.model.exists(otherSuperAdmins(id)).exec());
    return found !== null;
  }

  /**
   * A new account is in nobody's cache: nothing announces it.
   * @throws DomainError `conflict` where the address has an account
   */
  async insert(user: NewUser): Promise<User> {
    const now = new Date();
    const document = {
      _id: new Types.ObjectId(),
      email: user.email,
      email_key: emailKey(user.email),
      password_hash: user.passwordHash,
      full_name: user.fullName,
      job_title: user.jobTitle,
      company_name: user.companyName,
      role: user.role,
      is_active: true,
      relied_on: 0,
      write_id: null,
      created_at: now,
      updated_at: now,
    } satisfies UserDocument;
    try {
      await writing(() => this.model.insertMany([document], { ...writeOptions(UNANNOUNCED), ordered: true }));
    } catch (error) {
      throw error instanceof DomainError && error.kind === 'conflict' ? emailTaken(error) : error;
    }
    return toUser(document);
  }

  /** Changes `user` while they have the role that they were judged by; null where they have it no more. */
  async change(
    user: User,
    changes: UserChanges,
    write: AnnouncedWrite,
    transaction?: UsersTransaction,
  ): Promise<User | null> {
    const set = {
      ...(changes.role === undefined ? {} : { role: changes.role }),
      ...(changes.isActive === undefined ? {} : { is_active: changes.isActive }),
      write_id: write.id,
    };
    const found = await writing(() =>
      this.model
        .findOneAndUpdate(
          asJudged(user, write),
          { $set: set },
          { ...optionsOf(write, transaction), returnDocument: 'after' },
        )
        .lean<UserDocument>()
        .exec(),
    );
    return found && toUser(found);
  }

  /** Deletes `user` while they have the role that they were judged by; false where they have it no more. */
  async remove(user: User, write: AnnouncedWrite, transaction?: UsersTransaction): Promise<boolean> {
    const { deletedCount } = await writing(() =>
      this.model.deleteOne(asJudged(user, write), optionsOf(write, transaction)).exec(),
    );
    return deletedCount === 1;
  }

  /**
   * True where another active super_admin remains beside `id`. Writes to all that are counted on, so that of two
   * transactions that take the last two away one collides, begins again and finds none.
   */
  async relyOnOtherSuperAdmin(
    id: UserId,
    write: AnnouncedWrite,
    transaction?: UsersTransaction,
  ): Promise<boolean> {
    const { matchedCount } = await writing(() =>
      this.model
        .updateMany(
          fenced(otherSuperAdmins(id), write),
          { $inc: { relied_on: 1 } },
          { ...optionsOf(write, transaction), timestamps: false },
        )
        .exec(),
    );
    return matchedCount > 0;
  }

  /** All of `work`'s writes or none; where the server has no transactions, one after the other. */
  inTransaction<Result>(work: (transaction?: UsersTransaction) => Promise<Result>): Promise<Result> {
    return this.database.replicated ? writing(() => this.database.inTransaction(work)) : work();
  }
}

const reading = <Result>(read: () => Promise<Result>): Promise<Result> => translateMongoErrors(read, 'read');
const writing = <Result>(write: () => Promise<Result>): Promise<Result> =>
  translateMongoErrors(write, 'write');

function optionsOf(write: AnnouncedWrite, transaction: UsersTransaction | undefined) {
  return { ...writeOptions(write), ...(transaction === undefined ? {} : { session: transaction }) };
}

function asJudged(user: User, write: AnnouncedWrite): QueryFilter<UserDocument> {
  return fenced({ _id: new Types.ObjectId(user.id), role: user.role }, write);
}

function otherSuperAdmins(id: UserId): QueryFilter<UserDocument> {
  return {
    role: 'super_admin',
    is_active: true,
    _id: mongoose.trusted({ $ne: new Types.ObjectId(id) }),
  };
}

function toQuery({ role, isActive }: UserFilter): QueryFilter<UserDocument> {
  return {
    ...(role === undefined ? {} : { role }),
    ...(isActive === undefined ? {} : { is_active: isActive }),
  };
}

function indexFor({ role, isActive }: UserFilter): Record<string, 1 | -1> {
  if (role !== undefined) return { role: 1, ...NEWEST_FIRST };
  return isActive === undefined ? NEWEST_FIRST : { is_active: 1, ...NEWEST_FIRST };
}

function toUser(document: UserDocument): User {
  return {
    id: document._id.toHexString() as UserId, // an ObjectId's own text
    email: document.email,
    fullName: document.full_name,
    jobTitle: document.job_title,
    companyName: document.company_name,
    role: document.role,
    isActive: document.is_active,
    createdAt: document.created_at,
    updatedAt: document.updated_at,
  };
}

function emailTaken(cause: unknown): DomainError {
  return new DomainError('conflict', 'email_taken', 'There is an account with this e-mail address.', {
    cause,
  });
}

import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model, type Types } from 'mongoose';
import {
  readOptions,
  translateMongoErrors,
  UNANNOUNCED,
  writeOptions,
} from '../../../platform/database/index.js';
import { InteractionRecord, NEWEST } from './interaction.schema.js';
import type { InteractionKind } from './interaction.js';

/** An interaction as training needs it. */
export interface TrainingInteraction {
  readonly userId: string;
  readonly kind: InteractionKind;
  readonly value: number | null;
  readonly listId: string;
  readonly place: number;
  readonly positionKnown: boolean;
}

export interface Window {
  /** Of each user the newest; nobody has more. */
  readonly perUser: number;
  readonly total: number;
}

const FIELDS = 'user_id interaction value list_id place position_known updated_at';
const PAGE = 500;
const MARKED_AT_ONCE = 10_000;

type Stored = Pick<
  InteractionRecord,
  '_id' | 'user_id' | 'interaction' | 'value' | 'list_id' | 'place' | 'position_known' | 'updated_at'
>;

/** The interactions as a model learns from them. */
@Injectable()
export class TrainingDataRepository {
  constructor(@InjectModel(InteractionRecord.name) private readonly model: Model<InteractionRecord>) {}

  /** How many no model has learned from yet, counted up to `limit`. */
  async countUnlearned(limit: number): Promise<number> {
    return translateMongoErrors(
      () =>
        this.model
          .countDocuments({ unlearned: mongoose.trusted({ $type: 'string' }) }, { ...readOptions(), limit })
          .exec(),
      'read',
    );
  }

  /**
   * The newest interactions, the oldest of them first. A user whose share is full is left out of the pages that follow: a
   * flood by one of them costs one page, and pushes nobody else's out.
   */
  async newest({ perUser, total }: Window): Promise<readonly TrainingInteraction[]> {
    const kept: Stored[] = [];
    const counts = new Map<string, number>();
    const full: Types.ObjectId[] = [];
    let last: Stored | undefined;
    for (;;) {
      const page = await this.page(last, full);
      for (const each of page) {
        const userId = each.user_id.toHexString();
        const count = (counts.get(userId) ?? 0) + 1;
        counts.set(userId, count);
        if (count === perUser) full.push(each.user_id);
        if (count <= perUser) kept.push(each);
      }
      last = page.at(-1);
      if (page.length < PAGE || kept.length >= total) break;
    }
    return kept.slice(0, total).map(toTraining).toReversed();
  }

  /** The writes that no model has learned from, to mark them by once one has: those that are newer stay. */
  async unlearned(): Promise<readonly string[]> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .find({ unlearned: mongoose.trusted({ $type: 'string' }) }, 'unlearned', readOptions())
          .limit(MARKED_AT_ONCE)
          .lean<Pick<InteractionRecord, 'unlearned'>[]>()
          .exec(),
      'read',
    );
    return found.flatMap(({ unlearned }) => unlearned ?? []);
  }

  /** These writes have been learned; what was written over them since has not. */
  async markLearned(writeIds: readonly string[]): Promise<void> {
    if (writeIds.length === 0) return;
    // $type: else it is not known that the partial index holds them
    const known = { $in: [...writeIds], $type: 'string' } as const;
    await translateMongoErrors(() =>
      this.model
        .updateMany(
          { unlearned: mongoose.trusted(known) },
          { $set: { unlearned: null } },
          writeOptions(UNANNOUNCED),
        )
        .exec(),
    );
  }

  /** Newest first; of equal times the order of the ids, so that pages neither repeat nor miss. */
  private page(after: Stored | undefined, without: readonly Types.ObjectId[]): Promise<Stored[]> {
    const others = without.length === 0 ? {} : { user_id: mongoose.trusted({ $nin: [...without] }) };
    const older =
      after === undefined
        ? {}
        : {
            $or: [
              { updated_at: mongoose.trusted({ $lt: after.updated_at }) },
              { updated_at: after.updated_at, user_id: mongoose.trusted({ $gt: after.user_id }) },
              {
                updated_at: after.updated_at,
                user_id: after.user_id,
                _id: mongoose.trusted({ $gt: after._id }),
              },
            ],
          };
    return translateMongoErrors(
      () =>
        this.model
          .find({ ...others, ...older }, FIELDS, readOptions())
          .sort(NEWEST)
          .limit(PAGE)
          .lean<Stored[]>()
          .exec(),
      'read',
    );
  }
}

function toTraining(stored: Stored): TrainingInteraction {
  return {
    userId: stored.user_id.toHexString(),
    kind: stored.interaction,
    value: stored.value,
    listId: stored.list_id,
    place: stored.place,
    positionKnown: stored.position_known,
  };
}

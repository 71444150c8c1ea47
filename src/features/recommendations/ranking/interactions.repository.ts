import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../../events/index.js';
import type { AssessmentId, UserId } from '../../../kernel/ids.js';
import {
  type DatabaseSession,
  duplicateKeyFields,
  fenced,
  oneOf,
  readOptions,
  translateMongoErrors,
  writeOptions,
} from '../../../platform/database/index.js';
import type { RecommendationId } from '../recommendation.js';
import { InteractionRecord } from './interaction.schema.js';
import type { Interaction, InteractionKind } from './interaction.js';

/** Where the recommendation stood for who interacted with it. */
export interface Seen {
  readonly listId: string;
  readonly place: number;
  readonly positionKnown: boolean;
}

type Identity = Pick<Interaction, 'userId' | 'recommendationId' | 'kind'>;

export interface KindCount {
  readonly kind: InteractionKind;
  readonly count: number;
  /** Of the values; null for kinds that have none. */
  readonly average: number | null;
}

/** What people did with recommendations. */
@Injectable()
export class InteractionsRepository {
  constructor(@InjectModel(InteractionRecord.name) private readonly model: Model<InteractionRecord>) {}

  /** Its value (null where the kind has none), or undefined: he did not do that. */
  async valueOf(identity: Identity): Promise<number | null | undefined> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .findOne(identityOf(identity), 'value', readOptions({ single: true }))
          .lean<Pick<InteractionRecord, 'value'>>()
          .exec(),
      'read',
    );
    return found === null ? undefined : found.value;
  }

  /**
   * Writes it over the one that there is, else inserts it (an upsert cannot be fenced); of two that insert at once the
   * second one writes over the first.
   */
  async record(interaction: Interaction, seen: Seen, write: AnnouncedWrite, now: Date): Promise<void> {
    if (await this.overwrite(interaction, seen, write, now)) return;
    const document = {
      ...identityOf(interaction),
      ...contentsOf(interaction, seen, write, now),
      assessment_id: new Types.ObjectId(interaction.assessmentId),
      created_at: now,
    };
    try {
      await translateMongoErrors(() =>
        this.model.insertMany([document], { ...writeOptions(write), ordered: true }),
      );
    } catch (error) {
      if (duplicateKeyFields(error).length === 0) throw error;
      await this.overwrite(interaction, seen, write, now);
    }
  }

  /** Counts and averages of one recommendation, answered by the index but for the values. */
  async statistics(id: RecommendationId): Promise<readonly KindCount[]> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .aggregate<{ _id: InteractionKind; count: number; average: number | null }>(
            [
              { $match: { recommendation_id: new Types.ObjectId(id) } },
              { $group: { _id: '$interaction', count: { $sum: 1 }, average: { $avg: '$value' } } },
            ],
            readOptions(),
          )
          .exec(),
      'read',
    );
    return found.map(({ _id, count, average }) => ({ kind: _id, count, average }));
  }

  /** Everybody's of these recommendations. */
  async deleteOfRecommendations(
    ids: readonly RecommendationId[],
    write: AnnouncedWrite,
    session?: DatabaseSession,
  ): Promise<void> {
    if (ids.length === 0) return;
    const options = { ...writeOptions(write), ...(session === undefined ? {} : { session }) };
    await translateMongoErrors(() =>
      this.model.deleteMany(fenced({ recommendation_id: oneOf(ids) }, write), options).exec(),
    );
  }

  async deleteOfAssessments(
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    await this.model
      .deleteMany(fenced({ assessment_id: oneOf(ids) }, write), { ...writeOptions(write), session })
      .exec();
  }

  async deleteOfUser(userId: UserId, write: AnnouncedWrite): Promise<void> {
    const filter = fenced({ user_id: new Types.ObjectId(userId) }, write);
    await translateMongoErrors(() => this.model.deleteMany(filter, writeOptions(write)).exec());
  }

  private async overwrite(
    interaction: Interaction,
    seen: Seen,
    write: AnnouncedWrite,
    now: Date,
  ): Promise<boolean> {
    const filter = fenced(identityOf(interaction), write);
    const update = { $set: contentsOf(interaction, seen, write, now) };
    const { matchedCount } = await translateMongoErrors(() =>
      this.model.updateOne(filter, update, writeOptions(write)).exec(),
    );
    return matchedCount === 1;
  }
}

function identityOf({ userId, recommendationId, kind }: Identity) {
  return {
    user_id: new Types.ObjectId(userId),
    recommendation_id: new Types.ObjectId(recommendationId),
    interaction: kind,
  };
}

function contentsOf({ value }: Interaction, seen: Seen, write: AnnouncedWrite, now: Date) {
  return {
    value,
    list_id: seen.listId,
    place: seen.place,
    position_known: seen.positionKnown,
    updated_at: now,
    write_id: write.id,
    unlearned: write.id,
  };
}

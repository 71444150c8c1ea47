import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../../events/index.js';
import type { AssessmentId } from '../../../kernel/ids.js';
import {
  type DatabaseSession,
  fenced,
  oneOf,
  readOptions,
  translateMongoErrors,
  UNANNOUNCED,
  writeOptions,
} from '../../../platform/database/index.js';
import type { RecommendationId } from '../recommendation.js';
import { FEATURE_SET } from './features.js';
import type { ShownFeatures } from './observation.js';
import { ShownListRecord } from './shown-list.schema.js';
import { type ShownList, unpacked } from './shown-list.js';

/** Where a recommendation stood in a list that was shown. */
export interface Standing {
  readonly listId: string;
  /** From 0. */
  readonly place: number;
}

/** The lists that were shown. */
@Injectable()
export class ShownListsRepository {
  constructor(@InjectModel(ShownListRecord.name) private readonly model: Model<ShownListRecord>) {}

  /** Idempotent: the same list again is only newer. */
  async record(list: ShownList, now: Date): Promise<void> {
    const contents = {
      assessment_id: new Types.ObjectId(list.assessmentId),
      model_version: list.modelVersion,
      feature_set: list.featureSet,
      recommendation_ids: list.recommendationIds.map((id) => new Types.ObjectId(id)),
      packed: list.packed,
    };
    await translateMongoErrors(() =>
      this.model
        .updateOne(
          { _id: list.id },
          { $set: { shown_at: now }, $setOnInsert: contents },
          { ...writeOptions(UNANNOUNCED), upsert: true },
        )
        .exec(),
    );
  }

  /** Where the recommendation stood in the list of its assessment that was shown last; null: in none. */
  async lastStanding(assessmentId: AssessmentId, id: RecommendationId): Promise<Standing | null> {
    const wanted = new Types.ObjectId(id);
    const found = await translateMongoErrors(
      () =>
        this.model
          .findOne(
            {
              assessment_id: new Types.ObjectId(assessmentId),
              feature_set: FEATURE_SET,
              recommendation_ids: wanted,
            },
            '_id recommendation_ids',
            readOptions(),
          )
          .sort({ shown_at: -1 })
          .lean<Pick<ShownListRecord, '_id' | 'recommendation_ids'>>()
          .exec(),
      'read',
    );
    const place = found?.recommendation_ids.findIndex((each) => each.equals(wanted)) ?? -1;
    return found === null || place < 0 ? null : { listId: found._id, place };
  }

  /** What these lists showed; those that are gone, or were made with other features, are left out. */
  async featuresOf(ids: readonly string[]): Promise<ReadonlyMap<string, ShownFeatures>> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .find(
            { _id: mongoose.trusted({ $in: [...ids] }), feature_set: FEATURE_SET },
            '_id packed',
            readOptions(),
          )
          .lean<{ _id: string; packed: mongoose.mongo.Binary }[]>()
          .exec(),
      'read',
    );
    return new Map(found.map(({ _id, packed }) => [_id, unpacked(packed.buffer)]));
  }

  async deleteOf(
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    await this.model
      .deleteMany(fenced({ assessment_id: oneOf(ids) }, write), { ...writeOptions(write), session })
      .exec();
  }
}

import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model } from 'mongoose';
import { randomId } from '../../../kernel/ids.js';
import {
  duplicateKeyFields,
  fenced,
  readOptions,
  type TimedWrite,
  translateMongoErrors,
  UNANNOUNCED,
  writeOptions,
} from '../../../platform/database/index.js';
import { NO_MODEL, type RankingModel } from './model.js';
import { RankingModelRecord, RankingStateRecord } from './ranking-model.schema.js';

const STATE = 'ranking';
/** So many versions are kept to look back at. */
const KEPT_VERSIONS = 100;

/** The right to make the version after `version`, for a while. */
export interface Claim {
  readonly id: string;
  readonly version: number;
}

/** The versions of the model, and whose turn it is to make one. */
@Injectable()
export class RankingModelsRepository {
  constructor(
    @InjectModel(RankingModelRecord.name) private readonly models: Model<RankingModelRecord>,
    @InjectModel(RankingStateRecord.name) private readonly states: Model<RankingStateRecord>,
  ) {}

  /** The version that was published last. */
  async current(): Promise<RankingModel> {
    const state = await translateMongoErrors(
      () =>
        this.states
          .findById(STATE, 'model', readOptions({ single: true }))
          .lean<Pick<RankingStateRecord, 'model'>>()
          .exec(),
      'read',
    );
    const id = state?.model ?? null;
    if (id === null) return NO_MODEL;
    const found = await translateMongoErrors(
      () =>
        this.models
          .findById(id, null, readOptions({ single: true }))
          .lean<RankingModelRecord>()
          .exec(),
      'read',
    );
    if (found === null) return NO_MODEL; // somebody emptied the collection
    const { version, observations, weights } = found;
    return { version, observations, weights };
  }

  /**
   * Takes the turn for so long; null where it is somebody's, or was until a moment ago. One that is not used runs out by
   * itself.
   */
  async claim(forMs: number): Promise<Claim | null> {
    return (await this.tryClaim(forMs)) ?? ((await this.makeState()) ? this.tryClaim(forMs) : null);
  }

  /**
   * Stores the claim's model, then makes it the current version in one fenced step: before that step nobody knows of it, so
   * that a maker may die anywhere, and without a transaction. The claim stays as a rest of `restMs` before the next one.
   * @returns false where the claim has run out and somebody else has it, or the write came too late: the version is as it was
   */
  async publish(
    claim: Claim,
    model: Omit<RankingModel, 'version'>,
    { restMs, now, write }: { readonly restMs: number; readonly now: Date; readonly write: TimedWrite },
  ): Promise<boolean> {
    const version = claim.version + 1;
    const document = { _id: claim.id, version, ...model, created_at: now };
    await translateMongoErrors(() =>
      this.models.insertMany([document], { ...writeOptions(write), ordered: true }),
    );
    const mine = fenced({ _id: STATE, claimed_by: claim.id, version: claim.version }, write);
    const next = [{ $set: { version, model: claim.id, claimed_by: null, claimed_until: inMs(restMs) } }];
    const { matchedCount } = await translateMongoErrors(() =>
      this.states.updateOne(mine, next, { ...writeOptions(write), updatePipeline: true }).exec(),
    );
    return matchedCount === 1;
  }

  /** Deletes what is too long ago, and what makers that died have left of as long ago. */
  async prune(version: number): Promise<void> {
    const old = { version: mongoose.trusted({ $lte: version - KEPT_VERSIONS }) };
    await translateMongoErrors(() => this.models.deleteMany(old, writeOptions(UNANNOUNCED)).exec());
  }

  private async tryClaim(forMs: number): Promise<Claim | null> {
    const id = randomId();
    const free = { _id: STATE, $expr: mongoose.trusted({ $lt: ['$claimed_until', '$$NOW'] }) };
    const found = await translateMongoErrors(() =>
      this.states
        .findOneAndUpdate(free, [{ $set: { claimed_by: id, claimed_until: inMs(forMs) } }], {
          ...writeOptions(UNANNOUNCED),
          updatePipeline: true,
        })
        .lean<RankingStateRecord>()
        .exec(),
    );
    return found && { id, version: found.version };
  }

  /** False: it was there. */
  private async makeState(): Promise<boolean> {
    const document = { _id: STATE, version: 0, model: null, claimed_by: null, claimed_until: new Date(0) };
    try {
      await translateMongoErrors(() =>
        this.states.insertMany([document], { ...writeOptions(UNANNOUNCED), ordered: true }),
      );
      return true;
    } catch (error) {
      if (duplicateKeyFields(error).length === 0) throw error;
      return false;
    }
  }
}

/** By the database's clock. */
function inMs(ms: number) {
  return { $add: ['$$NOW', ms] };
}

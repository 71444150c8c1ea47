import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model } from 'mongoose';
import { randomId } from '../../../kernel/ids.js';
import {
  DatabaseService,
  duplicateKeyFields,
  fenced,
  readOptions,
  type TimedWrite,
  translateMongoErrors,
  writeOptions,
} from '../../../platform/database/index.js';
import { InteractionRecord } from './interaction.schema.js';
import { NO_MODEL, type RankingModel } from './model.js';
import { RankingModelRecord, RankingStateRecord } from './ranking-model.schema.js';

const STATE = 'ranking';
const UNANNOUNCED = { deadlineMs: Infinity } as const;
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
    @InjectModel(InteractionRecord.name) private readonly interactions: Model<InteractionRecord>,
    private readonly database: DatabaseService,
  ) {}

  /** The version that was published last. */
  async current(): Promise<RankingModel> {
    const state = await translateMongoErrors(
      () =>
        this.states
          .findById(STATE, 'version', readOptions({ single: true }))
          .lean<Pick<RankingStateRecord, 'version'>>()
          .exec(),
      'read',
    );
    if (state === null || state.version === 0) return NO_MODEL;
    const found = await translateMongoErrors(
      () =>
        this.models
          .findById(state.version, null, readOptions({ single: true }))
          .lean<RankingModelRecord>()
          .exec(),
      'read',
    );
    return found === null
      ? NO_MODEL
      : { version: found._id, observations: found.observations, weights: found.weights };
  }

  /**
   * Takes the turn for so long; null where it is somebody's, or was until a moment ago. One that is not used runs out by
   * itself.
   */
  async claim(forMs: number): Promise<Claim | null> {
    return (await this.tryClaim(forMs)) ?? ((await this.makeState()) ? this.tryClaim(forMs) : null);
  }

  /**
   * Makes the claim's next version current, and marks what it has learned, in one transaction: all or nothing. The claim
   * stays as a rest of `restMs` before the next one.
   * @returns false where the claim has run out and somebody else has it, or the write came too late: nothing is written
   */
  async publish(
    claim: Claim,
    model: Omit<RankingModel, 'version'>,
    learned: readonly string[],
    { restMs, now, write }: { readonly restMs: number; readonly now: Date; readonly write: TimedWrite },
  ): Promise<boolean> {
    const version = claim.version + 1;
    const mine = fenced({ _id: STATE, claimed_by: claim.id, version: claim.version }, write);
    const next = [{ $set: { version, claimed_by: null, claimed_until: inMs(restMs) } }];
    return translateMongoErrors(() =>
      this.database.inTransaction(async (session) => {
        const options = () => ({ ...writeOptions(write), session });
        const { matchedCount } = await this.states
          .updateOne(mine, next, { ...options(), updatePipeline: true })
          .exec();
        if (matchedCount === 0) return false;
        const document = { _id: version, ...model, created_at: now };
        await this.models.insertMany([document], { ...options(), ordered: true });
        await this.models
          .deleteMany({ _id: mongoose.trusted({ $lte: version - KEPT_VERSIONS }) }, options())
          .exec();
        await this.interactions
          .updateMany(
            { unlearned: mongoose.trusted({ $in: [...learned] }) },
            { $set: { unlearned: null } },
            options(),
          )
          .exec();
        return true;
      }),
    );
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
    const document = { _id: STATE, version: 0, claimed_by: null, claimed_until: new Date(0) };
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

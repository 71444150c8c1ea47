import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import {
  type DatabaseSession,
  fenced,
  oneOf,
  readOptions,
  writeOptions,
} from '../../platform/database/index.js';
import type { AgentName } from './agents/agent-names.js';
import type { Advice, RecommendationId, RestsOn } from './recommendation.js';
import { RecommendationRecord } from './recommendation.schema.js';

/** A run's whole result, as it replaces what stood there. */
export interface Replacement {
  readonly assessmentId: AssessmentId;
  readonly userId: UserId;
  /** Whose earlier advice goes; null: everyone's. */
  readonly agents: readonly AgentName[] | null;
  readonly advice: readonly Advice[];
  /** What the advice was made from. */
  readonly restsOn: RestsOn;
  readonly now: Date;
}

type Standing = Pick<RecommendationRecord, '_id' | 'agent_name' | 'key'>;

/** Writes the collection of recommendations: always an assessment's, and always within somebody's transaction. */
@Injectable()
export class RecommendationSetsRepository {
  constructor(@InjectModel(RecommendationRecord.name) private readonly model: Model<RecommendationRecord>) {}

  /**
   * Puts a run's advice in the place of the earlier advice, in a transaction that has matched a fenced document before
   * (inserts cannot be fenced). Advice that is given again keeps its id and the time when it was first given, so that what
   * people did with it stays with it.
   * @returns what was not found again, and is gone
   */
  async replace(
    replacement: Replacement,
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<readonly RecommendationId[]> {
    const { assessmentId, agents, advice, restsOn, now } = replacement;
    const standing = await this.standing(assessmentId, agents, session);
    const idOfAdvice = new Map(standing.map((each) => [nameOf(each), each._id]));
    const operations = advice.map((each) => {
      const _id = idOfAdvice.get(nameOf(each));
      if (_id === undefined) return { insertOne: { document: recordOf(each, replacement, write) } };
      idOfAdvice.delete(nameOf(each));
      const fields = { ...contentOf(each), rests_on: restsOn, updated_at: now, write_id: write.id };
      return { updateOne: { filter: { _id }, update: { $set: fields } } };
    });
    if (operations.length > 0) {
      await this.model.bulkWrite(operations, { ...writeOptions(write), session, ordered: true });
    }
    const gone = [...idOfAdvice.values()];
    await this.removeSuperseded(gone, write, session);
    return gone.map(idOf);
  }

  /** Deletes everything of these assessments, in the transaction that deletes them. */
  async deleteOf(
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    await this.model
      .deleteMany(fenced({ assessment_id: oneOf(ids) }, write), { ...writeOptions(write), session })
      .exec();
  }

  private standing(
    assessmentId: AssessmentId,
    agents: readonly AgentName[] | null,
    session: DatabaseSession,
  ): Promise<Standing[]> {
    const named = agents === null ? {} : { agent_name: mongoose.trusted({ $in: [...agents] }) };
    const { maxTimeMS, signal } = readOptions();
    return this.model
      .find({ assessment_id: new Types.ObjectId(assessmentId), ...named }, '_id agent_name key', {
        maxTimeMS,
        signal,
        session,
      })
      .lean<Standing[]>()
      .exec();
  }

  private async removeSuperseded(
    ids: readonly Types.ObjectId[],
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    if (ids.length === 0) return;
    const named = { _id: mongoose.trusted({ $in: [...ids] }) };
    const options = () => ({ ...writeOptions(write), session });
    await this.model.updateMany(named, { $set: { superseded: true, write_id: write.id } }, options()).exec();
    await this.model.deleteMany(named, options()).exec();
  }
}

/** The same advice of an agent has the same name in every run. */
function nameOf({ agent_name, key }: Pick<Advice, 'agent_name' | 'key'>): string {
  return `${agent_name} ${key}`;
}

type Content = Omit<
  RecommendationRecord,
  '_id' | 'assessment_id' | 'user_id' | 'created_at' | 'updated_at' | 'rests_on' | 'write_id' | 'superseded'
>;

/** Lists are copied: the schema's are not read-only. */
function contentOf(advice: Advice): Content {
  return {
    ...advice,
    reasons: [...advice.reasons],
    benefits: [...advice.benefits],
    implementation_steps: [...advice.implementation_steps],
    prerequisites: [...advice.prerequisites],
    risks_and_considerations: [...advice.risks_and_considerations],
    tags: [...advice.tags],
  };
}

function recordOf(
  advice: Advice,
  { assessmentId, userId, restsOn, now }: Replacement,
  write: AnnouncedWrite,
): RecommendationRecord {
  return {
    ...contentOf(advice),
    _id: new Types.ObjectId(),
    assessment_id: new Types.ObjectId(assessmentId),
    user_id: new Types.ObjectId(userId),
    created_at: now,
    updated_at: now,
    rests_on: restsOn,
    write_id: write.id,
  };
}

function idOf(_id: Types.ObjectId): RecommendationId {
  return _id.toHexString() as RecommendationId; // an ObjectId's own text
}

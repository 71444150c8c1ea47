import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model, type QueryFilter, Types } from 'mongoose';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import {
  DatabaseService,
  type DatabaseSession,
  fenced,
  readOptions,
  translateMongoErrors,
  writeOptions,
} from '../../platform/database/index.js';
import type { AgentName } from './agents/agent-names.js';
import type { Advice, Recommendation, RecommendationCategory, RecommendationId } from './recommendation.js';
import { indexFor, NEWEST_FIRST, RecommendationRecord } from './recommendation.schema.js';

/** Which recommendations a list across assessments holds; `ownerId` null: everyone's. */
export interface RecommendationSelection {
  readonly ownerId: UserId | null;
  readonly assessmentId?: AssessmentId | undefined;
  readonly agent?: AgentName | undefined;
  readonly category?: RecommendationCategory | undefined;
  readonly confidenceMin?: number | undefined;
}

/** A run's whole result, as it replaces what stood there. */
export interface Replacement {
  readonly assessmentId: AssessmentId;
  readonly userId: UserId;
  /** Whose earlier advice goes; null: everyone's. */
  readonly agents: readonly AgentName[] | null;
  readonly advice: readonly Advice[];
  readonly now: Date;
}

/** Exactly what answers are made of: whatever else stands in a document is not read. */
const FIELDS = Object.keys({
  assessment_id: 1,
  user_id: 1,
  key: 1,
  agent_name: 1,
  title: 1,
  summary: 1,
  reasons: 1,
  confidence_level: 1,
  confidence_score: 1,
  recommendation_data: 1,
  recommended_services: 1,
  cost_estimates: 1,
  total_estimated_monthly_cost: 1,
  benefits: 1,
  implementation_steps: 1,
  prerequisites: 1,
  risks_and_considerations: 1,
  business_impact: 1,
  alignment_score: 1,
  tags: 1,
  priority: 1,
  category: 1,
  pillar: 1,
  created_at: 1,
  updated_at: 1,
} satisfies Record<keyof Omit<Recommendation, 'id'>, 1>).join(' ');

type Stored = Omit<RecommendationRecord, 'write_id' | 'superseded'>;
type Standing = Pick<RecommendationRecord, '_id' | 'agent_name' | 'key'>;

/** The collection of recommendations, in domain values. */
@Injectable()
export class RecommendationsRepository {
  constructor(
    @InjectModel(RecommendationRecord.name) private readonly model: Model<RecommendationRecord>,
    private readonly database: DatabaseService,
  ) {}

  async findById(id: RecommendationId): Promise<Recommendation | null> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .findById(id, FIELDS, readOptions({ single: true }))
          .lean<Stored>()
          .exec(),
      'read',
    );
    return found && toRecommendation(found);
  }

  /**
   * All of an assessment, as they stood at one moment. A query without a snapshot may yield between two documents, and
   * then sees of a replacement that was committed meanwhile the one half and not the other; one batch does not help.
   */
  async ofAssessment(assessmentId: AssessmentId): Promise<readonly Recommendation[]> {
    const found = await translateMongoErrors(
      () =>
        this.model
          .find({ assessment_id: new Types.ObjectId(assessmentId) }, FIELDS, this.atOneMoment())
          .sort(NEWEST_FIRST)
          .lean<Stored[]>()
          .exec(),
      'read',
    );
    return found.map(toRecommendation);
  }

  /** One page of a selection, newest first, and how many there are: both of one moment. */
  async page(
    selection: RecommendationSelection,
    { page, limit }: { readonly page: number; readonly limit: number },
  ): Promise<{ readonly items: readonly Recommendation[]; readonly total: number }> {
    const filter = filterOf(selection);
    return translateMongoErrors(async () => {
      const session = await this.model.startSession(this.database.replicated ? { snapshot: true } : {});
      try {
        const found = await this.model
          .find(filter, FIELDS, { ...readOptions(), session })
          .sort(NEWEST_FIRST)
          .skip((page - 1) * limit)
          .limit(limit)
          .lean<Stored[]>()
          .exec();
        // without a hint a count of everything walks the documents
        const total = await this.model
          .countDocuments(filter, { ...readOptions(), session })
          .hint(indexFor(selection))
          .exec();
        return { items: found.map(toRecommendation), total };
      } finally {
        await session.endSession();
      }
    }, 'read');
  }

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
    const { assessmentId, agents, advice, now } = replacement;
    const options = () => ({ ...writeOptions(write), session });
    const standing = await this.standing(assessmentId, agents, session);
    const idOfAdvice = new Map(standing.map((each) => [nameOf(each), each._id]));
    for (const each of advice) {
      const _id = idOfAdvice.get(nameOf(each));
      if (_id === undefined) continue;
      idOfAdvice.delete(nameOf(each));
      const fields = { ...contentOf(each), updated_at: now, write_id: write.id };
      await this.model.updateOne({ _id }, { $set: fields }, options()).exec();
    }
    const known = new Set(standing.map(nameOf));
    const fresh = advice.filter((each) => !known.has(nameOf(each)));
    if (fresh.length > 0) {
      const records = fresh.map((each) => recordOf(each, replacement, write));
      await this.model.insertMany(records, { ...options(), ordered: true });
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
    const named = mongoose.trusted({ $in: ids.map((id) => new Types.ObjectId(id)) });
    await this.model
      .deleteMany(fenced({ assessment_id: named }, write), { ...writeOptions(write), session })
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

  private atOneMoment() {
    const options = readOptions();
    return this.database.replicated ? { ...options, readConcern: { level: 'snapshot' as const } } : options; // a standalone server knows neither snapshots nor transactions
  }
}

/** Before every recommendation: bounds an index that has nothing else to begin with, so that filters are decided in it. */
const EVER = new Date(0);

function filterOf(selection: RecommendationSelection): QueryFilter<RecommendationRecord> {
  const { ownerId, assessmentId, agent, category, confidenceMin } = selection;
  const isEveryones = ownerId === null && assessmentId === undefined;
  return {
    ...(isEveryones ? { created_at: mongoose.trusted({ $gte: EVER }) } : {}),
    ...(ownerId === null ? {} : { user_id: new Types.ObjectId(ownerId) }),
    ...(assessmentId === undefined ? {} : { assessment_id: new Types.ObjectId(assessmentId) }),
    ...(agent === undefined ? {} : { agent_name: agent }),
    ...(category === undefined ? {} : { category }),
    ...(confidenceMin === undefined ? {} : { confidence_score: mongoose.trusted({ $gte: confidenceMin }) }),
  };
}

/** The same advice of an agent has the same name in every run. */
function nameOf({ agent_name, key }: Pick<Advice, 'agent_name' | 'key'>): string {
  return `${agent_name} ${key}`;
}

type Content = Omit<Stored, '_id' | 'assessment_id' | 'user_id' | 'created_at' | 'updated_at'>;

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
  { assessmentId, userId, now }: Replacement,
  write: AnnouncedWrite,
): RecommendationRecord {
  return {
    ...contentOf(advice),
    _id: new Types.ObjectId(),
    assessment_id: new Types.ObjectId(assessmentId),
    user_id: new Types.ObjectId(userId),
    created_at: now,
    updated_at: now,
    write_id: write.id,
  };
}

function idOf(_id: Types.ObjectId): RecommendationId {
  return _id.toHexString() as RecommendationId; // an ObjectId's own text
}

function toRecommendation({ _id, assessment_id, user_id, ...rest }: Stored): Recommendation {
  return {
    ...rest,
    id: idOf(_id),
    assessment_id: assessment_id.toHexString() as AssessmentId, // an ObjectId's own text
    user_id: user_id.toHexString() as UserId, // as above
  };
}

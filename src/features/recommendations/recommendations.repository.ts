import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model, type QueryFilter, Types } from 'mongoose';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { Page, PageRequest } from '../../kernel/page.js';
import {
  DatabaseService,
  readOptions,
  readPage,
  translateMongoErrors,
} from '../../platform/database/index.js';
import type { AgentName } from './agents/agent-names.js';
import type { Recommendation, RecommendationCategory, RecommendationId } from './recommendation.js';
import { indexFor, NEWEST_FIRST, RecommendationRecord } from './recommendation.schema.js';

/** Which recommendations a list across assessments holds; `ownerId` null: everyone's. */
export interface RecommendationSelection {
  readonly ownerId: UserId | null;
  readonly assessmentId?: AssessmentId | undefined;
  readonly agent?: AgentName | undefined;
  readonly category?: RecommendationCategory | undefined;
  readonly confidenceMin?: number | undefined;
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
  rests_on: 1,
} satisfies Record<keyof Omit<Recommendation, 'id'>, 1>).join(' ');

type Stored = Omit<RecommendationRecord, 'write_id' | 'superseded'>;

/** Reads the collection of recommendations, in domain values. */
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
  page(selection: RecommendationSelection, request: PageRequest): Promise<Page<Recommendation>> {
    const list = {
      filter: filterOf(selection),
      fields: FIELDS,
      sort: NEWEST_FIRST,
      index: indexFor(selection),
      toItem: toRecommendation,
    };
    return translateMongoErrors(async () => {
      const session = await this.model.startSession(this.database.replicated ? { snapshot: true } : {});
      try {
        return await readPage(this.model, list, request, session);
      } finally {
        await session.endSession();
      }
    }, 'read');
  }

  private atOneMoment() {
    const readConcern = { level: 'snapshot' } as const;
    // a standalone server knows neither snapshots nor transactions
    return this.database.replicated ? { ...readOptions(), readConcern } : readOptions();
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

function toRecommendation({ _id, assessment_id, user_id, ...rest }: Stored): Recommendation {
  return {
    ...rest,
    id: _id.toHexString() as RecommendationId, // an ObjectId's own text
    assessment_id: assessment_id.toHexString() as AssessmentId, // as above
    user_id: user_id.toHexString() as UserId, // as above
  };
}

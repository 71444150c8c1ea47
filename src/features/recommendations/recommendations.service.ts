import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import { type AssessmentId, isObjectId } from '../../kernel/ids.js';
import { pageAnswer } from '../../platform/http/index.js';
import type { Caller } from '../../platform/security/caller.js';
import {
  type Assessment,
  assertMayList,
  assertMayRead,
  assessmentNotFound,
  AssessmentsRepository,
} from '../assessments/index.js';
import { AGENT_NAMES, type AgentName } from './agents/agent-names.js';
import { RankingService } from './ranking/index.js';
import type { Recommendation } from './recommendation.js';
import type {
  Filters,
  ListRecommendations,
  RecommendationList,
  RecommendationPage,
} from './recommendations.dto.js';
import { type OwnedList, toAnswer, toList } from './recommendations.mapper.js';
import { RecommendationsRepository } from './recommendations.repository.js';

/** The reading verbs of recommendations: read, access, rank, map. */
@Injectable()
export class RecommendationsService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
    private readonly assessments: AssessmentsRepository,
    private readonly ranking: RankingService,
  ) {}

  async ofAssessment(caller: Caller, id: string, filters: Filters): Promise<OwnedList> {
    const { assessment, found } = await this.read(caller, id);
    return toList(assessment, await this.ranking.rank(assessment, found), filters);
  }

  async ofAgent(caller: Caller, id: string, agent: string): Promise<RecommendationList> {
    const { assessment, found } = await this.read(caller, id);
    const filters = { agent_filter: agentNamed(agent) };
    return toList(assessment, await this.ranking.rank(assessment, found), filters);
  }

  async list(caller: Caller, query: ListRecommendations): Promise<RecommendationPage> {
    assertMayList(query.scope, caller);
    const selection = {
      ownerId: query.scope === 'all' ? null : caller.userId,
      assessmentId: query.assessment_id === undefined ? undefined : assessmentId(query.assessment_id),
      agent: query.agent_filter,
      category: query.category_filter,
      confidenceMin: query.confidence_min,
    };
    return pageAnswer(await this.recommendations.page(selection, query), query, toAnswer);
  }

  /**
   * The recommendations before the assessment: what was deleted between the two reads is then not found, where the other
   * order would show an assessment that stands, emptied.
   */
  private async read(
    caller: Caller,
    id: string,
  ): Promise<{ readonly assessment: Assessment; readonly found: readonly Recommendation[] }> {
    if (!isObjectId(id)) throw assessmentNotFound();
    const found = await this.recommendations.ofAssessment(assessmentId(id));
    const assessment = await this.assessments.findById(assessmentId(id));
    if (assessment === null) throw assessmentNotFound();
    assertMayRead(assessment.user_id, caller);
    return { assessment, found };
  }
}

/** @throws DomainError not_found */
function agentNamed(name: string): AgentName {
  const found = AGENT_NAMES.find((agent) => agent === name);
  if (found !== undefined) return found;
  throw new DomainError('not_found', 'agent_not_found', 'There is no agent of this name.');
}

function assessmentId(id: string): AssessmentId {
  return id.toLowerCase() as AssessmentId; // only called with an ObjectId's text
}

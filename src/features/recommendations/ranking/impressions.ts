import { Injectable } from '@nestjs/common';
import { AssessmentsRepository } from '../../assessments/index.js';
import type { Recommendation } from '../recommendation.js';
import { RecommendationsRepository } from '../recommendations.repository.js';
import { recommendationNotFound } from './interactions.access.js';
import type { Seen } from './interactions.repository.js';
import { RankingService } from './ranking.service.js';
import { ShownListsRepository, type Standing } from './shown-lists.repository.js';

/** Where people saw what they interact with. */
@Injectable()
export class Impressions {
  constructor(
    private readonly lists: ShownListsRepository,
    private readonly recommendations: RecommendationsRepository,
    private readonly assessments: AssessmentsRepository,
    private readonly ranking: RankingService,
  ) {}

  /**
   * The place in the list of its assessment that was shown last: an answer from the cache was recorded when it was made. Where
   * none was ever shown (a link, the dashboard) the list is ordered now, to learn from; its positions are then not known.
   * @throws DomainError not_found where it is deleted meanwhile
   */
  async seen(recommendation: Recommendation): Promise<Seen> {
    const shown = await this.standing(recommendation);
    if (shown !== null) return { ...shown, positionKnown: true };
    const all = await this.recommendations.ofAssessment(recommendation.assessment_id);
    const assessment = await this.assessments.findById(recommendation.assessment_id);
    if (assessment === null) throw recommendationNotFound();
    await this.ranking.rank(assessment, all);
    const made = await this.standing(recommendation);
    if (made === null) throw recommendationNotFound();
    return { ...made, positionKnown: false };
  }

  private standing({ assessment_id, id }: Recommendation): Promise<Standing | null> {
    return this.lists.lastStanding(assessment_id, id);
  }
}

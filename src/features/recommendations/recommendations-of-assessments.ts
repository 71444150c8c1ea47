import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId } from '../../kernel/ids.js';
import type { DatabaseSession } from '../../platform/database/index.js';
import { type AssessmentPart, AssessmentParts } from '../assessments/index.js';
import { RecommendationSetsRepository } from './recommendation-sets.repository.js';

/** Recommendations go with their assessment, and so with its owner. A run that is under way is the tasks' to end. */
@Injectable()
export class RecommendationsOfAssessments implements AssessmentPart, OnModuleInit {
  constructor(
    private readonly sets: RecommendationSetsRepository,
    private readonly parts: AssessmentParts,
  ) {}

  onModuleInit(): void {
    this.parts.join(this);
  }

  remove(ids: readonly AssessmentId[], write: AnnouncedWrite, session: DatabaseSession): Promise<void> {
    return this.sets.deleteOf(ids, write, session);
  }
}

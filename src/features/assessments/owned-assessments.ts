import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import { OwnedData, type OwnedDataPart } from '../users/index.js';
import { AssessmentParts } from './assessment-parts.js';
import { AssessmentsRepository } from './assessments.repository.js';

/** The assessments' part in the deletion of an account: they go with their owner. */
@Injectable()
export class OwnedAssessments implements OwnedDataPart, OnModuleInit {
  constructor(
    private readonly repository: AssessmentsRepository,
    private readonly parts: AssessmentParts,
    private readonly ownedData: OwnedData,
  ) {}

  onModuleInit(): void {
    this.ownedData.join(this);
  }

  assessmentIdsOf(userId: UserId, limit: number): Promise<readonly AssessmentId[]> {
    return this.repository.idsOf(userId, limit);
  }

  async removeAssessments(
    userId: UserId,
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
  ): Promise<void> {
    await this.parts.halt(ids);
    await this.repository.deleteOf(userId, ids, write, this.parts.removal);
  }
}

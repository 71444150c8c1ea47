import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AnnouncedWrite } from '../../../events/index.js';
import type { UserId } from '../../../kernel/ids.js';
import type { DatabaseSession } from '../../../platform/database/index.js';
import { AssessmentParts } from '../../assessments/index.js';
import { OwnedData, type OwnedDataPart } from '../../users/index.js';
import type { RecommendationId } from '../recommendation.js';
import { InteractionsRepository } from './interactions.repository.js';
import { ShownListsRepository } from './shown-lists.repository.js';

/** What goes with a recommendation, with an assessment (each in its own transaction) and with an account. */
@Injectable()
export class InteractionsRemoval implements OwnedDataPart, OnModuleInit {
  constructor(
    private readonly interactions: InteractionsRepository,
    private readonly lists: ShownListsRepository,
    private readonly assessments: AssessmentParts,
    private readonly accounts: OwnedData,
  ) {}

  onModuleInit(): void {
    this.assessments.join({
      remove: async (ids, write, session) => {
        await this.interactions.deleteOfAssessments(ids, write, session);
        await this.lists.deleteOf(ids, write, session);
      },
    });
    this.accounts.join(this);
  }

  /** Of recommendations that a new run did not find again, in the transaction that deletes them. */
  removeOfRecommendations(
    ids: readonly RecommendationId[],
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    return this.interactions.deleteOfRecommendations(ids, write, session);
  }

  removeAllOf(userId: UserId, write: AnnouncedWrite): Promise<void> {
    return this.interactions.deleteOfUser(userId, write);
  }
}

import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../../events/index.js';
import { systemClock } from '../../../kernel/clock.js';
import { isObjectId } from '../../../kernel/ids.js';
import type { Caller } from '../../../platform/security/caller.js';
import type { Recommendation, RecommendationId } from '../recommendation.js';
import { RecommendationsRepository } from '../recommendations.repository.js';
import { Impressions } from './impressions.js';
import { type Interaction, INTERACTION_KINDS } from './interaction.js';
import {
  assertMayInteract,
  assertMayReadRecommendation,
  recommendationNotFound,
} from './interactions.access.js';
import type { InteractionStats, RecordedInteraction, RecordInteraction } from './interactions.dto.js';
import { InteractionsRepository } from './interactions.repository.js';
import { TrainingSchedule } from './training-schedule.js';

/** The verbs of interactions: access, announced write or read, map. */
@Injectable()
export class InteractionsService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
    private readonly interactions: InteractionsRepository,
    private readonly impressions: Impressions,
    private readonly schedule: TrainingSchedule,
    private readonly events: DomainEvents,
  ) {}

  /** The same again is nothing new: it is answered alike, and neither written nor announced. */
  async record(caller: Caller, id: string, body: RecordInteraction): Promise<RecordedInteraction> {
    const recommendation = await this.existing(id);
    assertMayInteract(recommendation.user_id, caller);
    const interaction: Interaction = {
      userId: caller.userId,
      recommendationId: recommendation.id,
      assessmentId: recommendation.assessment_id,
      kind: body.interaction,
      value: body.value ?? null,
    };
    if ((await this.interactions.valueOf(interaction)) !== interaction.value) {
      await this.write(interaction, recommendation);
      this.schedule.nudge();
    }
    const { kind, value } = interaction;
    return { recommendation_id: recommendation.id, interaction: kind, value };
  }

  async stats(caller: Caller, id: string): Promise<InteractionStats> {
    const recommendation = await this.existing(id);
    assertMayReadRecommendation(recommendation.user_id, caller);
    const found = await this.interactions.statistics(recommendation.id);
    const counts = Object.fromEntries(
      INTERACTION_KINDS.map((kind) => [kind, found.find((each) => each.kind === kind)?.count ?? 0]),
    ) as InteractionStats['counts']; // every kind, and no other
    const average = found.find(({ kind }) => kind === 'rate')?.average ?? null;
    return {
      recommendation_id: recommendation.id,
      total: found.reduce((sum, { count }) => sum + count, 0),
      counts,
      average_rating: average === null ? null : Math.round(average * 100) / 100,
    };
  }

  private async write(interaction: Interaction, recommendation: Recommendation): Promise<void> {
    const seen = await this.impressions.seen(recommendation);
    const event = {
      type: 'recommendations.interacted',
      assessmentId: recommendation.assessment_id,
      userId: recommendation.user_id,
    } as const;
    await this.events.during(event, async (write) => {
      await this.interactions.record(interaction, seen, write, new Date(systemClock.wallMs()));
      // Deleted meanwhile: what was written behind that deletion would stay for ever.
      if ((await this.recommendations.findById(recommendation.id)) !== null) return;
      await this.interactions.deleteOfRecommendations([recommendation.id], write);
      throw recommendationNotFound();
    });
  }

  private async existing(id: string): Promise<Recommendation> {
    const found = isObjectId(id) ? await this.recommendations.findById(recommendationId(id)) : null;
    if (found === null) throw recommendationNotFound();
    return found;
  }
}

function recommendationId(id: string): RecommendationId {
  return id.toLowerCase() as RecommendationId; // only called with an ObjectId's text
}

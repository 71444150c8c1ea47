import type { AssessmentId, UserId } from '../../../kernel/ids.js';
import type { RecommendationId } from '../recommendation.js';

export const INTERACTION_KINDS = ['view', 'click', 'save', 'share', 'rate', 'implement', 'dismiss'] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];

/** What one user did with one recommendation; of one kind there is one, the last. */
export interface Interaction {
  readonly userId: UserId;
  readonly recommendationId: RecommendationId;
  readonly assessmentId: AssessmentId;
  readonly kind: InteractionKind;
  /** 1 to 5 of a rating; null of everything else. */
  readonly value: number | null;
}

/** Stars that say neither good nor bad. */
const NEUTRAL_STARS = 3;
const GAINS = { view: 0.1, click: 1, save: 2, share: 2, implement: 4, dismiss: -2 } as const;

/** How much an interaction says for a recommendation (positive) or against it: a rating -2 to 2, the others a fixed gain. */
export function gainOf({ kind, value }: Pick<Interaction, 'kind' | 'value'>): number {
  return kind === 'rate' ? (value ?? NEUTRAL_STARS) - NEUTRAL_STARS : GAINS[kind];
}

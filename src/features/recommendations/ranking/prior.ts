import { PRIORITIES, type Recommendation } from '../recommendation.js';

/** How much each part of the calculated score counts; together 1. */
const CONFIDENCE_SHARE = 0.45;
const ALIGNMENT_SHARE = 0.35;
const PRIORITY_SHARE = 0.2;

/** What the prior looks at. */
export type Scored = Pick<Recommendation, 'confidence_score' | 'alignment_score' | 'priority'>;

/** The calculated score, 0 to 1: what the order rests on before anybody has interacted with anything. */
export function priorOf({ confidence_score, alignment_score, priority }: Scored): number {
  return (
    CONFIDENCE_SHARE * share(confidence_score) +
    ALIGNMENT_SHARE * share(alignment_score) +
    PRIORITY_SHARE * priorityLevel(priority)
  );
}

/** 0 for low, 1 for critical. */
export function priorityLevel(priority: Recommendation['priority']): number {
  return PRIORITIES.indexOf(priority) / (PRIORITIES.length - 1);
}

/** A figure that is a share, kept between 0 and 1 whatever the collection holds. */
export function share(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}

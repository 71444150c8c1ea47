import { z } from 'zod';
import { idParam, objectId } from '../../../platform/http/index.js';
import { INTERACTION_KINDS } from './interaction.js';

const RATE_NEEDS_VALUE = 'A rating needs a value from 1 to 5.';
const VALUE_IS_FOR_RATINGS = 'Only a rating has a value.';

export const recommendationIdParam = idParam('a recommendation');

export const recordInteraction = z
  .strictObject({
    interaction: z.enum(INTERACTION_KINDS),
    value: z.int().min(1).max(5).nullish().describe('Stars: with `rate`, and only there.'),
  })
  .check(({ value: { interaction, value }, issues }) => {
    const hasValue = value !== null && value !== undefined;
    if (hasValue === (interaction === 'rate')) return;
    const message = hasValue ? VALUE_IS_FOR_RATINGS : RATE_NEEDS_VALUE;
    issues.push({ code: 'custom', path: ['value'], message, input: value });
  })
  .meta({ id: 'RecordInteraction' });
export type RecordInteraction = z.output<typeof recordInteraction>;

export const recordedInteraction = z
  .strictObject({
    recommendation_id: objectId(),
    interaction: z.enum(INTERACTION_KINDS),
    value: z.int().min(1).max(5).nullable(),
  })
  .meta({ id: 'RecordedInteraction' });
export type RecordedInteraction = z.output<typeof recordedInteraction>;

const counts = z.strictObject({
  view: z.int().min(0),
  click: z.int().min(0),
  save: z.int().min(0),
  share: z.int().min(0),
  rate: z.int().min(0),
  implement: z.int().min(0),
  dismiss: z.int().min(0),
} satisfies Record<(typeof INTERACTION_KINDS)[number], z.ZodType>);

export const interactionStats = z
  .strictObject({
    recommendation_id: objectId(),
    total: z.int().min(0),
    counts,
    average_rating: z.number().min(1).max(5).nullable().describe('Two places; null before any rating.'),
  })
  .meta({ id: 'InteractionStats' });
export type InteractionStats = z.output<typeof interactionStats>;

import { z } from 'zod';
import {
  idParam,
  listOf,
  money,
  moneyAnswer,
  objectId,
  ownOrAll,
  pageOf,
  pageQuery,
} from '../../platform/http/index.js';
import { AGENT_NAMES } from './agents/agent-names.js';
import { CATALOGUE_PROVIDERS } from './catalogue/catalogue.types.js';
import {
  CONFIDENCE_LEVELS,
  COST_MODELS,
  PILLARS,
  PRIORITIES,
  PROVIDERS,
  RECOMMENDATION_CATEGORIES,
} from './recommendation.js';

export const assessmentIdParam = idParam('an assessment');

/** A name that is none is a 404, which the service says. */
export const agentNameParam = z
  .string()
  .meta({ enum: [...AGENT_NAMES], description: 'The name of an agent.' });

const CONFIDENCE_HINT = 'Expected a number from 0 to 1.';

const filters = {
  agent_filter: z.enum(AGENT_NAMES).optional(),
  confidence_min: z
    .string({ error: CONFIDENCE_HINT })
    .regex(/^\d(?:\.\d{1,6})?$/, { error: CONFIDENCE_HINT })
    .transform(Number)
    .pipe(z.number().max(1, { error: CONFIDENCE_HINT }))
    .meta({ type: 'number', minimum: 0, maximum: 1 })
    .optional(),
  category_filter: z.enum(RECOMMENDATION_CATEGORIES).optional(),
};

/** What an assessment's list may be narrowed by. */
export const filterRecommendations = z.object(filters);
export type Filters = z.output<typeof filterRecommendations>;

export const listRecommendations = pageQuery.extend({
  assessment_id: z
    .string()
    .regex(/^[0-9a-fA-F]{24}$/, { error: 'Expected the id of an assessment.' })
    .optional(),
  ...filters,
  scope: ownOrAll(),
});
export type ListRecommendations = z.output<typeof listRecommendations>;

const share = z.number().min(0).max(1);
const moment = z.iso.datetime();
const texts = z.array(z.string());

const recommendedService = z
  .strictObject({
    service_name: z.string(),
    provider: z.enum(PROVIDERS),
    service_category: z.string(),
    region: z.string().nullable(),
    estimated_monthly_cost: moneyAnswer(),
    cost_model: z.enum(COST_MODELS),
    configuration: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    reasons: texts,
    alternatives: z.array(
      z.strictObject({
        name: z.string(),
        provider: z.enum(PROVIDERS),
        estimated_monthly_cost: moneyAnswer().nullable(),
        why_not: z.string(),
      }),
    ),
    setup_complexity: z.enum(['low', 'medium', 'high']),
    implementation_time_hours: z.number().min(0),
  })
  .meta({ id: 'RecommendedService' });

export const recommendationAnswer = z
  .strictObject({
    id: objectId(),
    assessment_id: objectId(),
    agent_name: z.enum(AGENT_NAMES),
    title: z.string().min(1).max(200),
    summary: z.string().max(500),
    reasons: texts.describe('Which answers of the assessment led to it.'),
    confidence_level: z.enum(CONFIDENCE_LEVELS),
    confidence_score: share,
    recommendation_data: z.record(z.string(), z.unknown()),
    recommended_services: z.array(recommendedService),
    cost_estimates: z.strictObject({
      monthly: moneyAnswer(),
      yearly: moneyAnswer(),
      one_time: moneyAnswer(),
    }),
    total_estimated_monthly_cost: moneyAnswer(),
    benefits: texts,
    implementation_steps: texts,
    prerequisites: texts,
    risks_and_considerations: texts,
    business_impact: z.string(),
    alignment_score: share,
    tags: texts,
    priority: z.enum(PRIORITIES),
    category: z.enum(RECOMMENDATION_CATEGORIES),
    pillar: z.enum(PILLARS),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Recommendation' });
export type RecommendationAnswer = z.output<typeof recommendationAnswer>;

const summary = z
  .strictObject({
    total_recommendations: z.int().min(0),
    high_confidence_count: z.int().min(0).describe('With a confidence_score of 0.8 or more.'),
    total_estimated_cost: moneyAnswer().describe('A month, of all that are listed.'),
    agents_involved: z.array(z.enum(AGENT_NAMES)),
    categories: z.array(z.enum(RECOMMENDATION_CATEGORIES)),
    ml_ranking_applied: z.boolean(),
    ranking_model: z.strictObject({ version: z.int().min(0), observations: z.int().min(0) }),
    diversity_score: share,
    assessment_revision: z
      .int()
      .min(1)
      .nullable()
      .describe(
        'Of the assessment, as the run read it that made these; the earliest of several runs. null: not known.',
      ),
    assessment_changed_since: z
      .boolean()
      .nullable()
      .describe('Its answers are others now than those that these were made from. null: not known.'),
    filtered_by: z.strictObject({
      agent_filter: z.enum(AGENT_NAMES).nullable(),
      confidence_min: share.nullable(),
      category_filter: z.enum(RECOMMENDATION_CATEGORIES).nullable(),
    }),
  })
  .meta({ id: 'RecommendationSummary' });
export type SummaryAnswer = z.output<typeof summary>;

export const recommendationList = z
  .strictObject({
    recommendations: z.array(recommendationAnswer),
    total: z.int().min(0),
    assessment_id: objectId(),
    summary,
  })
  .meta({ id: 'RecommendationList' });
export type RecommendationList = z.output<typeof recommendationList>;

export const recommendationPage = pageOf(recommendationAnswer).meta({ id: 'RecommendationPage' });
export type RecommendationPage = z.output<typeof recommendationPage>;

/** What a run goes by instead of the assessment's own answers; it changes none of them. */
const customConfig = z.strictObject({
  monthly_budget_limit: money().nullish().describe('Instead of the budget that the assessment states.'),
  preferred_providers: listOf(z.enum(CATALOGUE_PROVIDERS), CATALOGUE_PROVIDERS.length)
    .nullish()
    .describe('Instead of cloud_provider_preference.'),
});

export const generateRecommendations = z
  .strictObject({
    agent_names: listOf(z.enum(AGENT_NAMES))
      .min(1, { error: 'Name one agent at least, or leave the field out.' })
      .nullish()
      .describe('Only these run; the recommendations of the others stay.'),
    priority_override: z.enum(PRIORITIES).nullish().describe('Instead of the priority of the assessment.'),
    custom_config: customConfig.nullish(),
  })
  .meta({ id: 'GenerateRecommendations' });
export type GenerateRecommendations = z.output<typeof generateRecommendations>;

export const generationAccepted = z
  .strictObject({
    message: z.string(),
    assessment_id: objectId(),
    workflow_id: z.string(),
    task_id: z.string(),
    agents_triggered: z.array(z.enum(AGENT_NAMES)),
    status: z.literal('in_progress'),
  })
  .meta({ id: 'GenerationAccepted' });
export type GenerationAccepted = z.output<typeof generationAccepted>;

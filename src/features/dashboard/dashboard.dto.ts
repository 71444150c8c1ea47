import { z } from 'zod';
import {
  moneyAnswer,
  objectId,
  ownOrAll,
  pageOf,
  pageQuery,
  switchInQuery,
} from '../../platform/http/index.js';
import { STATUSES } from '../assessments/index.js';
import { RECENT_LIMIT, TOP_LIMIT } from './overview.pipeline.js';

const scopeQuery = ownOrAll().describe('`all` is for analysts and higher roles');

export const overviewQuery = z.object({
  force_refresh: switchInQuery().default(false).describe('`true` reads the database and stores the result'),
  scope: scopeQuery,
});
export type OverviewQuery = z.output<typeof overviewQuery>;

export const progressQuery = pageQuery.extend({ scope: scopeQuery });
export type ProgressQuery = z.output<typeof progressQuery>;

const figure = z.int().min(0);
const percentage = z.number().min(0).max(100);
const moment = z.iso.datetime();

/** What the last change of an assessment was. */
export const ACTIVITIES = [
  'assessment_created',
  'assessment_updated',
  'workflow_progressed',
  'assessment_completed',
  'workflow_failed',
] as const;

const activity = z.strictObject({
  type: z.enum(ACTIVITIES),
  assessment_id: objectId(),
  title: z.string(),
  at: moment,
});

const topRecommendation = z.strictObject({
  id: objectId(),
  assessment_id: objectId(),
  title: z.string(),
  category: z.string(),
  confidence_score: z.number().min(0).max(1),
  total_estimated_monthly_cost: moneyAnswer(),
});

export const dashboardOverview = z
  .strictObject({
    overview: z.strictObject({
      total_assessments: figure,
      completed_assessments: figure,
      in_progress_assessments: figure,
      draft_assessments: figure,
      completion_rate: percentage.describe('percent, two places, half to even; 0 of none'),
      average_completion: percentage.describe(
        'the mean of completion_percentage: two places, half to even; 0 of none',
      ),
      recent_assessments_7d: figure,
    }),
    recommendations: z.strictObject({
      total_recommendations: figure,
      total_monthly_cost_potential: moneyAnswer(),
      average_confidence: z
        .number()
        .min(0)
        .max(1)
        .describe('the mean of confidence_score: four places, half to even; 0 of none'),
      high_priority_count: figure.describe('high and critical'),
      by_category: z
        .array(z.strictObject({ category: z.string(), count: figure }))
        .describe('most first, then by name'),
      top: z.array(topRecommendation).max(TOP_LIMIT).describe('of the greatest confidence, newest first'),
    }),
    recent_activity: z
      .array(activity)
      .max(RECENT_LIMIT)
      .describe('the assessments that changed last, each with its last change'),
    last_updated: moment
      .nullable()
      .describe('when the youngest of all that is summed up changed; null where there is nothing'),
  })
  .meta({ id: 'DashboardOverview' });
export type DashboardOverview = z.output<typeof dashboardOverview>;

const assessmentProgress = z
  .strictObject({
    assessment_id: objectId(),
    title: z.string(),
    status: z.enum(STATUSES),
    progress_percentage: percentage,
    completion_percentage: percentage,
    current_step: z.string().nullable(),
    updated_at: moment,
  })
  .meta({ id: 'AssessmentProgress' });

export const progressPage = pageOf(assessmentProgress).meta({ id: 'AssessmentProgressPage' });
export type ProgressPage = z.output<typeof progressPage>;

import { z } from 'zod';
import {
  idParam,
  listOf,
  objectId,
  oneLine,
  ownOrAll,
  pageOf,
  pageQuery,
  text,
} from '../../platform/http/index.js';
import { AGENT_STATES, CLIENT_STATUSES, STATUSES } from './assessment.js';
import {
  businessRequirements,
  businessRequirementsInput,
  PRIORITIES,
  technicalRequirements,
  technicalRequirementsInput,
} from './assessment.questions.js';

const optionalAnswers = {
  description: text().nullable().optional(),
  business_goal: text().nullable().optional(),
  business_requirements: businessRequirementsInput.nullable().optional(),
  technical_requirements: technicalRequirementsInput.nullable().optional(),
  priority: z.enum(PRIORITIES).nullable().optional().describe('medium where not given'),
  tags: listOf(oneLine()).nullable().optional(),
  status: z.enum(CLIENT_STATUSES).nullable().optional().describe('draft where not given'),
};

export const createAssessment = z
  .strictObject({ title: oneLine(), ...optionalAnswers })
  .meta({ id: 'CreateAssessment' });
export type CreateAssessment = z.output<typeof createAssessment>;

/** The fields given are replaced whole, the others stay; null clears. */
export const updateAssessment = z
  .strictObject({ title: oneLine().optional(), ...optionalAnswers })
  .meta({ id: 'UpdateAssessment' });
export type UpdateAssessment = z.output<typeof updateAssessment>;

export const assessmentIdParam = idParam('an assessment');

export const listAssessments = pageQuery.extend({
  status_filter: z.enum(STATUSES).optional(),
  priority_filter: z.enum(PRIORITIES).optional(),
  scope: ownOrAll(),
});
export type ListAssessments = z.output<typeof listAssessments>;

const percentage = z.number().min(0).max(100);
const moment = z.iso.datetime();

const agentState = z
  .strictObject({
    state: z.enum(AGENT_STATES),
    started_at: moment.nullable(),
    completed_at: moment.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'AgentState' });

export const assessmentDetail = z
  .strictObject({
    id: objectId(),
    user_id: objectId(),
    title: z.string(),
    description: z.string().nullable(),
    business_goal: z.string().nullable(),
    business_requirements: businessRequirements.nullable(),
    technical_requirements: technicalRequirements.nullable(),
    status: z.enum(STATUSES),
    priority: z.enum(PRIORITIES),
    progress: z.strictObject({
      current_step: z.string().nullable(),
      completed_steps: z.array(z.string()),
      total_steps: z.number().int().min(0),
      progress_percentage: percentage,
    }),
    completion_percentage: percentage,
    progress_percentage: percentage,
    workflow_id: z.string().nullable(),
    agent_states: z.record(z.string(), agentState),
    recommendations_generated: z.boolean(),
    reports_generated: z.boolean(),
    tags: z.array(z.string()),
    metadata: z.strictObject({ source: z.string(), version: z.string(), tags: z.array(z.string()) }),
    created_at: moment,
    updated_at: moment,
    started_at: moment.nullable(),
    completed_at: moment.nullable(),
    revision: z.number().int().min(1),
  })
  .meta({ id: 'Assessment' });
export type AssessmentDetail = z.output<typeof assessmentDetail>;

export const assessmentPage = pageOf(assessmentDetail).meta({ id: 'AssessmentPage' });
export type AssessmentPage = z.output<typeof assessmentPage>;

import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type {
  businessRequirementsInput,
  PRIORITIES,
  technicalRequirementsInput,
} from './assessment.questions.js';

export const STATUSES = [
  'draft',
  'in_progress',
  'agent_analysis',
  'generating_report',
  'completed',
  'failed',
] as const;
/** The statuses that a client may set; the others are the workflow's. */
export const CLIENT_STATUSES = ['draft', 'in_progress', 'completed'] as const;
export type AssessmentStatus = (typeof STATUSES)[number];
export type Priority = (typeof PRIORITIES)[number];
export type BusinessRequirements = z.output<typeof businessRequirementsInput>;
export type TechnicalRequirements = z.output<typeof technicalRequirementsInput>;

/** How far the workflow is; all of it is the server's. */
export interface AssessmentProgress {
  readonly current_step: string | null;
  readonly completed_steps: readonly string[];
  readonly total_steps: number;
  /** 0 to 100. */
  readonly progress_percentage: number;
}

export const AGENT_STATES = ['waiting', 'running', 'completed', 'failed'] as const;

/** One agent's part in the last workflow. */
export interface AgentState {
  readonly state: (typeof AGENT_STATES)[number];
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly error: string | null;
}

/** What a client may write. */
export interface AssessmentAnswers {
  readonly title: string;
  readonly description: string | null;
  readonly business_goal: string | null;
  readonly business_requirements: BusinessRequirements | null;
  readonly technical_requirements: TechnicalRequirements | null;
  readonly priority: Priority;
  readonly tags: readonly string[];
}

/** An assessment as the collection holds it; the names are the wire's. */
export interface Assessment extends AssessmentAnswers {
  readonly id: AssessmentId;
  readonly user_id: UserId;
  readonly status: AssessmentStatus;
  readonly progress: AssessmentProgress;
  /** Share of the questions that are answered, 0 to 100; kept beside them so that the database can average it. */
  readonly completion_percentage: number;
  readonly workflow_id: string | null;
  readonly agent_states: Readonly<Record<string, AgentState>>;
  readonly recommendations_generated: boolean;
  readonly reports_generated: boolean;
  readonly metadata: { readonly source: string; readonly version: string; readonly tags: readonly string[] };
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  /** What a running workflow found, and what stands again if it is cancelled; never on the wire. */
  readonly before_workflow?: WorkflowStanding | null;
  /** 1 at first, one more with every write: what makes concurrent writes notice each other. */
  readonly revision: number;
}

/** The fields that are the workflow's, and the client's only while none runs. */
export type WorkflowStanding = Pick<
  Assessment,
  'status' | 'progress' | 'workflow_id' | 'agent_states' | 'started_at' | 'completed_at'
>;

/** The fields that change; `id`, `user_id` and `created_at` never do. */
export type AssessmentChanges = Partial<Omit<Assessment, 'id' | 'user_id' | 'created_at' | 'revision'>>;

/** True while a workflow works on it: its status is the workflow's then. */
export function isWorkflowRunning(status: AssessmentStatus): boolean {
  return status === 'agent_analysis' || status === 'generating_report';
}

/** Whether a client has changed nothing between the two. */
export function haveSameAnswers(one: AssessmentAnswers, other: AssessmentAnswers): boolean {
  return isDeepStrictEqual(answersOf(one), answersOf(other));
}

function answersOf(assessment: AssessmentAnswers): AssessmentAnswers {
  const { title, description, business_goal, business_requirements } = assessment;
  const { technical_requirements, priority, tags } = assessment;
  return { title, description, business_goal, business_requirements, technical_requirements, priority, tags };
}

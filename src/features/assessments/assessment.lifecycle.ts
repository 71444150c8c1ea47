import { DomainError } from '../../kernel/errors.js';
import {
  type Assessment,
  type AssessmentChanges,
  type CLIENT_STATUSES,
  isWorkflowRunning,
} from './assessment.js';

type ClientStatus = (typeof CLIENT_STATUSES)[number];
type Standing = Pick<Assessment, 'status' | 'started_at' | 'completed_at'>;

/** A new assessment that nobody has begun. */
export const UNBEGUN = { status: 'draft', started_at: null, completed_at: null } as const satisfies Standing;

/**
 * What becomes of status and times when a client sets the status: going back to `draft` forgets both times;
 * `in_progress` starts it, unless it was started, and reopens it; `completed` ends it, unless it was ended. Setting
 * what it is already changes no time.
 * @throws DomainError conflict while a workflow runs: the status is the workflow's then
 */
export function withStatus(current: Standing, wanted: ClientStatus, now: Date): Standing {
  if (isWorkflowRunning(current.status)) {
    throw new DomainError(
      'conflict',
      'workflow_running',
      'The agents are at work on this assessment: its status cannot be set until they have ended.',
    );
  }
  const startedAt = current.started_at ?? now;
  switch (wanted) {
    case 'draft':
      return UNBEGUN;
    case 'in_progress':
      return { status: wanted, started_at: startedAt, completed_at: null };
    case 'completed':
      return {
        status: wanted,
        started_at: startedAt,
        completed_at: (current.status === 'completed' ? current.completed_at : null) ?? now,
      };
  }
}

/**
 * A workflow is gone of which nobody here knows what it was: what stood before it stands again, or, where that was not kept,
 * it failed. null: none runs.
 */
export function withoutWorkflow(current: Assessment, now: Date): AssessmentChanges | null {
  if (!isWorkflowRunning(current.status)) return null;
  const before = current.before_workflow ?? ({ status: 'failed', completed_at: null } as const);
  return { ...before, before_workflow: null, updated_at: now };
}

import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { Assessment, AssessmentAnswers, AssessmentChanges } from './assessment.js';
import { completionPercentage } from './assessment.completion.js';
import type { CreateAssessment, UpdateAssessment } from './assessment.dto.js';
import { UNBEGUN, withStatus } from './assessment.lifecycle.js';

/** The edition of the questions, as `metadata.version` names it. */
export const QUESTIONS_VERSION = '2';

interface Origin {
  readonly id: AssessmentId;
  readonly ownerId: UserId;
  readonly now: Date;
  /** Where it comes from: `api`, `sample`. */
  readonly source: string;
}

/** The assessment that a client's first answers make. */
export function newAssessment(body: CreateAssessment, { id, ownerId, now, source }: Origin): Assessment {
  const answers: AssessmentAnswers = { title: body.title, ...NO_ANSWERS, ...answersOf(body) };
  return {
    id,
    user_id: ownerId,
    ...answers,
    ...withStatus(UNBEGUN, body.status ?? UNBEGUN.status, now),
    progress: { current_step: null, completed_steps: [], total_steps: 0, progress_percentage: 0 },
    completion_percentage: completionPercentage(answers),
    workflow_id: null,
    agent_states: {},
    recommendations_generated: false,
    reports_generated: false,
    metadata: { source, version: QUESTIONS_VERSION, tags: [] },
    created_at: now,
    updated_at: now,
    revision: 1,
  };
}

/**
 * What an update writes: the fields given replace what stands there whole, null clears (a status then is `draft`
 * again, a priority `medium`), and what follows from them is the server's.
 * @throws DomainError conflict where the state does not allow the status
 */
export function changesOf(current: Assessment, body: UpdateAssessment, now: Date): AssessmentChanges {
  const given = answersOf(body);
  const title = body.title === undefined ? {} : { title: body.title };
  const standing = body.status === undefined ? {} : withStatus(current, body.status ?? UNBEGUN.status, now);
  return {
    ...title,
    ...given,
    ...standing,
    completion_percentage: completionPercentage({ ...current, ...given }),
    updated_at: now,
  };
}

const NO_ANSWERS: Omit<AssessmentAnswers, 'title'> = {
  description: null,
  business_goal: null,
  business_requirements: null,
  technical_requirements: null,
  priority: 'medium',
  tags: [],
};

/** The optional fields that were given; null stands for "not answered". */
function answersOf(body: UpdateAssessment): Partial<Omit<AssessmentAnswers, 'title'>> {
  return Object.fromEntries(
    Object.entries(NO_ANSWERS)
      .map(([name, unanswered]) => [name, given(body, name, unanswered)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function given(body: UpdateAssessment, name: string, unanswered: unknown): unknown {
  const value = body[name as keyof UpdateAssessment]; // a name of NO_ANSWERS, which are all fields of the body
  return value === null ? unanswered : value;
}

import { DAY_MS, HOUR_MS } from '../../../kernel/duration.js';
import type { AssessmentId, UserId } from '../../../kernel/ids.js';
import type { Assessment } from '../assessment.js';
import { newAssessment } from '../assessment.changes.js';
import { createAssessment } from '../assessment.dto.js';
import type { SampleAssessment } from './sample-assessment.js';
import { agentsFor, failedWorkflow, type WorkflowFailure, workflowMs } from './sample-workflow.js';

interface Origin {
  readonly id: AssessmentId;
  readonly ownerId: UserId;
  readonly now: Date;
}

/**
 * A sample as it would stand in the collection today, had its owner created it `ageDays` ago and gone on from there. One
 * that is to be completed is in progress: it is completed by a real run, when the sample data is made.
 * The answers pass the schema of the API.
 * @throws ZodError where they do not
 */
export function assessmentOf(sample: SampleAssessment, { id, ownerId, now }: Origin): Assessment {
  const { status, ageDays, owner: _owner, agentsDone = 0, failure = null, ...answers } = sample;
  const createdAt = new Date(now.getTime() - ageDays * DAY_MS);
  const created = newAssessment(createAssessment.parse(answers), {
    id,
    ownerId,
    now: createdAt,
    source: 'sample',
  });
  const begunAt = later(createdAt, Math.min(ageDays / 10, 1) * DAY_MS);
  switch (status) {
    case 'draft':
      return { ...created, updated_at: later(createdAt, Math.min(ageDays / 4, 1) * HOUR_MS), revision: 2 };
    case 'in_progress':
    case 'completed':
      return {
        ...created,
        status: 'in_progress',
        started_at: begunAt,
        updated_at: later(begunAt, (ageDays / 3) * DAY_MS),
        revision: 4,
      };
    case 'failed':
      return withFailure({ ...created, started_at: begunAt }, { agentsDone, failure }, now);
  }
}

function withFailure(begun: Assessment, stand: WorkflowFailure, now: Date): Assessment {
  const agents = agentsFor(begun.technical_requirements);
  const runAt = later(begun.created_at, (now.getTime() - begun.created_at.getTime()) / 3);
  const workflow = failedWorkflow(`wf_${begun.id}`, agents, runAt, stand);
  return {
    ...begun,
    ...workflow,
    status: 'failed',
    updated_at: later(runAt, workflowMs(stand)),
    // created, answered in three sittings, and one write for each step of the workflow
    revision: 4 + workflow.progress.completed_steps.length + 1,
  };
}

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + Math.round(ms));
}

import type { AgentState, Assessment } from './assessment.js';
import type { AssessmentDetail } from './assessment.dto.js';
import { businessQuestions, technicalQuestions } from './assessment.questions.js';
import { inOrder } from './questions.js';

/**
 * The one shape of an assessment on the wire. Every key is named here or comes from the tables of questions, in their
 * order: equal assessments have equal bytes, however they were sent or stored.
 */
export function toDetail(assessment: Assessment): AssessmentDetail {
  const { progress, metadata } = assessment;
  return {
    id: assessment.id,
    user_id: assessment.user_id,
    title: assessment.title,
    description: assessment.description,
    business_goal: assessment.business_goal,
    business_requirements: inOrder(businessQuestions, assessment.business_requirements),
    technical_requirements: inOrder(technicalQuestions, assessment.technical_requirements),
    status: assessment.status,
    priority: assessment.priority,
    progress: {
      current_step: progress.current_step,
      completed_steps: [...progress.completed_steps],
      total_steps: progress.total_steps,
      progress_percentage: progress.progress_percentage,
    },
    completion_percentage: assessment.completion_percentage,
    progress_percentage: progress.progress_percentage,
    workflow_id: assessment.workflow_id,
    agent_states: agentStates(assessment.agent_states),
    recommendations_generated: assessment.recommendations_generated,
    reports_generated: assessment.reports_generated,
    tags: [...assessment.tags],
    metadata: { source: metadata.source, version: metadata.version, tags: [...metadata.tags] },
    created_at: assessment.created_at.toISOString(),
    updated_at: assessment.updated_at.toISOString(),
    started_at: iso(assessment.started_at),
    completed_at: iso(assessment.completed_at),
    revision: assessment.revision,
  };
}

/** By name, so that the order in which agents began does not show. */
function agentStates(states: Assessment['agent_states']): AssessmentDetail['agent_states'] {
  const sorted = Object.entries(states).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, state]) => [name, agentState(state)]));
}

function agentState(state: AgentState): AssessmentDetail['agent_states'][string] {
  return {
    state: state.state,
    started_at: iso(state.started_at),
    completed_at: iso(state.completed_at),
    error: state.error,
  };
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

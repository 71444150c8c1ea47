import type { AgentState, Assessment, AssessmentProgress, TechnicalRequirements } from '../assessment.js';
import { MINUTE_MS, SECOND_MS } from '../../../kernel/duration.js';

/** The agents that look at every assessment, and those that only machine learning calls for. */
const AGENTS = [
  'cto_agent',
  'cloud_engineer_agent',
  'infrastructure_agent',
  'compliance_agent',
  'simulation_agent',
] as const;
const LEARNING_AGENTS = ['mlops_agent', 'ai_consultant_agent'] as const;
const LAST_STEPS = ['ranking', 'report'] as const;
const AGENT_MS = 40 * SECOND_MS;

type Workflow = Pick<Assessment, 'progress' | 'agent_states' | 'workflow_id'>;

/** How far a sample's workflow has come. */
export interface WorkflowStand {
  readonly status: 'agent_analysis' | 'generating_report' | 'completed' | 'failed';
  readonly agentsDone: number;
  readonly failure: string | null;
}

/** Which agents look at an assessment. */
export function agentsFor(technical: TechnicalRequirements | null): readonly string[] {
  return technical?.workload_types?.includes('machine_learning') ? [...AGENTS, ...LEARNING_AGENTS] : AGENTS;
}

/** How long after its beginning a workflow was last heard of: one agent after the other, then the last steps. */
export function workflowMs(agents: readonly string[], stand: WorkflowStand): number {
  const done = doneOf(agents, stand);
  const steps = {
    agent_analysis: done, // the next agent has begun
    failed: done + 1, // the next agent has failed
    generating_report: done + 1, // the ranking is done
    completed: done + LAST_STEPS.length,
  };
  return steps[stand.status] * AGENT_MS;
}

/** A workflow that began at `begunAt`, as it stands. */
export function workflowOf(
  id: string,
  agents: readonly string[],
  begunAt: Date,
  stand: WorkflowStand,
): Workflow {
  const done = doneOf(agents, stand);
  const states = agents.map((name, index) => [name, agentState(index, done, begunAt, stand)] as const);
  return {
    workflow_id: id,
    agent_states: Object.fromEntries(states),
    progress: progressOf(agents, done, stand),
  };
}

/** Runs that are under way were begun some minutes ago, whenever the assessment was. */
export const UNDER_WAY_MS = 6 * MINUTE_MS;

function doneOf(agents: readonly string[], { status, agentsDone }: WorkflowStand): number {
  return status === 'completed' || status === 'generating_report' ? agents.length : agentsDone;
}

function progressOf(agents: readonly string[], done: number, { status }: WorkflowStand): AssessmentProgress {
  const steps = [...agents, ...LAST_STEPS];
  // while the report is written the ranking is done
  const ended = status === 'completed' ? steps.length : status === 'generating_report' ? done + 1 : done;
  return {
    current_step: steps[ended] ?? null,
    completed_steps: steps.slice(0, ended),
    total_steps: steps.length,
    progress_percentage: Math.floor((ended * 100) / steps.length),
  };
}

function agentState(index: number, done: number, begunAt: Date, stand: WorkflowStand): AgentState {
  const startedAt = new Date(begunAt.getTime() + index * AGENT_MS);
  const endedAt = new Date(startedAt.getTime() + AGENT_MS);
  if (index < done) return { state: 'completed', started_at: startedAt, completed_at: endedAt, error: null };
  if (index > done) return { state: 'waiting', started_at: null, completed_at: null, error: null };
  return stand.status === 'failed'
    ? { state: 'failed', started_at: startedAt, completed_at: endedAt, error: stand.failure }
    : { state: 'running', started_at: startedAt, completed_at: null, error: null };
}

import type { AgentState, Assessment, TechnicalRequirements } from '../assessment.js';
import { SECOND_MS } from '../../../kernel/duration.js';

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

/** Where a sample's workflow failed. */
export interface WorkflowFailure {
  /** How many agents had ended before the one that failed. */
  readonly agentsDone: number;
  readonly failure: string | null;
}

/** Which agents look at an assessment. */
export function agentsFor(technical: TechnicalRequirements | null): readonly string[] {
  return technical?.workload_types?.includes('machine_learning') ? [...AGENTS, ...LEARNING_AGENTS] : AGENTS;
}

/** How long after its beginning the workflow failed: one agent after the other. */
export function workflowMs({ agentsDone }: WorkflowFailure): number {
  return (agentsDone + 1) * AGENT_MS;
}

/** A workflow that began at `begunAt` and failed. */
export function failedWorkflow(
  id: string,
  agents: readonly string[],
  begunAt: Date,
  { agentsDone, failure }: WorkflowFailure,
): Workflow {
  const steps = [...agents, ...LAST_STEPS];
  const stateAt = (index: number): AgentState => {
    const startedAt = new Date(begunAt.getTime() + index * AGENT_MS);
    const endedAt = new Date(startedAt.getTime() + AGENT_MS);
    if (index > agentsDone) return { state: 'waiting', started_at: null, completed_at: null, error: null };
    return index < agentsDone
      ? { state: 'completed', started_at: startedAt, completed_at: endedAt, error: null }
      : { state: 'failed', started_at: startedAt, completed_at: endedAt, error: failure };
  };
  return {
    workflow_id: id,
    agent_states: Object.fromEntries(agents.map((name, index) => [name, stateAt(index)])),
    progress: {
      current_step: steps[agentsDone] ?? null,
      completed_steps: steps.slice(0, agentsDone),
      total_steps: steps.length,
      progress_percentage: Math.floor((agentsDone * 100) / steps.length),
    },
  };
}

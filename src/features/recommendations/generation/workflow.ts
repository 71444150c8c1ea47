import type {
  AgentState,
  Assessment,
  AssessmentChanges,
  AssessmentStatus,
  WorkflowStanding,
} from '../../assessments/index.js';
import { AGENT_NAMES, type AgentName } from '../agents/agent-names.js';

/** What follows once all agents have spoken. */
const LAST_STEPS = ['ranking', 'report'] as const;
export type WorkflowStep = AgentName | (typeof LAST_STEPS)[number];

/** One run over an assessment: what its status, `agent_states` and progress tell while it lasts. */
export interface Workflow {
  readonly id: string;
  readonly agents: readonly AgentName[];
  /** True where only these agents were asked for: what the others said stands. */
  readonly partial: boolean;
}

/** Its steps, in order: each agent, then the ranking and the report. */
export function stepsOf({ agents }: Pick<Workflow, 'agents'>): readonly WorkflowStep[] {
  return [...agents, ...LAST_STEPS];
}

/** How far a workflow is before a step: 0 to 100, 100 only at its end. */
export function percentageBefore(workflow: Workflow, step: WorkflowStep): number {
  const steps = stepsOf(workflow);
  return Math.floor((steps.indexOf(step) * 100) / steps.length);
}

/** It was accepted and waits: the status is the workflow's from now on. */
export function accepted(workflow: Workflow, current: Assessment, now: Date): AssessmentChanges {
  return {
    ...standing(workflow, 'agent_analysis', 0, now),
    workflow_id: workflow.id,
    agent_states: { ...kept(workflow, current), ...statesOf(workflow, () => WAITING) },
    started_at: current.started_at ?? now,
    completed_at: null,
    before_workflow: current.before_workflow ?? standingOf(current),
  };
}

/** A step begins: what came before it has ended, what comes after it waits. */
export function movedTo(
  workflow: Workflow,
  step: WorkflowStep,
  current: Assessment,
  now: Date,
): AssessmentChanges {
  const index = stepsOf(workflow).indexOf(step);
  const states = statesOf(workflow, (name, place) => {
    if (place > index) return WAITING;
    const state = current.agent_states[name] ?? WAITING;
    return place < index
      ? completed(state, now)
      : { state: 'running', started_at: now, completed_at: null, error: null };
  });
  return {
    ...standing(workflow, step === 'report' ? 'generating_report' : 'agent_analysis', index, now),
    agent_states: { ...kept(workflow, current), ...states },
  };
}

/** Its result stands. */
export function ended(workflow: Workflow, current: Assessment, now: Date): AssessmentChanges {
  const states = statesOf(workflow, (name) => completed(current.agent_states[name] ?? WAITING, now));
  return {
    ...standing(workflow, 'completed', stepsOf(workflow).length, now),
    agent_states: { ...kept(workflow, current), ...states },
    recommendations_generated: true,
    completed_at: now,
    before_workflow: null,
  };
}

/**
 * It failed for good: whoever was at work failed with it, and what waited waits. The recommendations of an earlier run
 * stand.
 */
export function failed(current: Assessment, error: string, now: Date): AssessmentChanges {
  const states = Object.entries(current.agent_states).map(([name, state]): [string, AgentState] => [
    name,
    state.state === 'running' ? { ...state, state: 'failed', completed_at: now, error } : state,
  ]);
  return {
    status: 'failed',
    agent_states: Object.fromEntries(states),
    completed_at: null,
    before_workflow: null,
    updated_at: now,
  };
}

/** It was cancelled: what stood before it stands again. */
export function undone(current: Assessment, now: Date): AssessmentChanges {
  return { ...current.before_workflow, before_workflow: null, updated_at: now };
}

/** The agents that a workflow under way was accepted with; null where it is not the assessment's. */
export function agentsAtWork(current: Assessment, workflowId: string): readonly AgentName[] | null {
  if (current.workflow_id !== workflowId) return null;
  return AGENT_NAMES.filter((name) => name in current.agent_states);
}

const WAITING: AgentState = { state: 'waiting', started_at: null, completed_at: null, error: null };

function completed(state: AgentState, now: Date): AgentState {
  if (state.state === 'completed') return state;
  return { ...state, state: 'completed', completed_at: now, error: null };
}

function standing(workflow: Workflow, status: AssessmentStatus, done: number, now: Date) {
  const steps = stepsOf(workflow);
  return {
    status,
    progress: {
      current_step: steps[done] ?? null,
      completed_steps: steps.slice(0, done),
      total_steps: steps.length,
      progress_percentage: Math.floor((done * 100) / steps.length),
    },
    updated_at: now,
  };
}

function statesOf(
  { agents }: Workflow,
  state: (name: AgentName, place: number) => AgentState,
): Record<string, AgentState> {
  return Object.fromEntries(agents.map((name, place) => [name, state(name, place)]));
}

/** What the agents that this run does not ask said, says so still. */
function kept({ agents, partial }: Workflow, current: Assessment): Record<string, AgentState> {
  if (!partial) return {};
  const others = Object.entries(current.agent_states).filter(
    ([name]) => !agents.some((agent) => agent === name),
  );
  return Object.fromEntries(others);
}

function standingOf(current: Assessment): WorkflowStanding {
  const { status, progress, workflow_id, agent_states, started_at, completed_at } = current;
  return { status, progress, workflow_id, agent_states, started_at, completed_at };
}

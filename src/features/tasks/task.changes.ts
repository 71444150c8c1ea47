import type { Task, TaskState, TaskStep } from './task.js';

/** A task with what only its keeper needs to know. */
export interface StoredTask extends Task {
  /** The attempt that it belongs to; null: nobody's. */
  readonly claim: string | null;
  /** How many of its attempts ended with a fault. */
  readonly faults: number;
  readonly history: readonly TaskMoment[];
}

/** One state that a task was in. */
export type TaskMoment = Pick<Task, 'sequence' | 'state' | 'currentStep' | 'progress' | 'message' | 'error'>;

/** What a change writes; `sequence` and `history` follow from it. */
export type TaskChange = Partial<
  Pick<
    StoredTask,
    | 'state'
    | 'currentStep'
    | 'progress'
    | 'message'
    | 'attempt'
    | 'faults'
    | 'result'
    | 'error'
    | 'claim'
    | 'startedAt'
    | 'endedAt'
  >
>;

/** A change that ends the task without a result. */
export type TaskEnding = TaskChange & { readonly state: 'FAILURE' | 'CANCELLED' };

/** So many past states are kept: more than the steps of one attempt. */
const KEPT_STATES = 100;

const ENDS: ReadonlySet<TaskState> = new Set(['SUCCESS', 'FAILURE', 'CANCELLED']);

/** True before the end: it runs, or will. */
export function isActive(state: TaskState): boolean {
  return !ENDS.has(state);
}

/** The task after a change: one state further. */
export function changed(task: StoredTask, change: TaskChange): StoredTask {
  const next = { ...task, ...change, sequence: task.sequence + 1 };
  return { ...next, history: [...task.history, momentOf(next)].slice(-KEPT_STATES) };
}

export function momentOf(task: Task): TaskMoment {
  const { sequence, state, currentStep, progress, message, error } = task;
  return { sequence, state, currentStep, progress, message, error };
}

/** An attempt begins: the progress of an earlier one is no more. */
export function begun(task: StoredTask, claim: string, now: Date): TaskChange {
  const attempt = task.attempt + 1;
  return {
    state: 'STARTED',
    claim,
    attempt,
    currentStep: null,
    progress: 0,
    message: attempt === 1 ? 'The work has begun.' : `The work has begun again (attempt ${attempt}).`,
    error: null,
    startedAt: task.startedAt ?? now,
  };
}

/** Progress never goes back within an attempt, and 100 is the end's. */
export function moved(task: StoredTask, { currentStep, progress, message }: TaskStep): TaskChange {
  const within = Math.min(100, Math.max(task.progress, Number.isFinite(progress) ? progress : 0));
  return { state: 'PROGRESS', currentStep, progress: within, message };
}

export function succeeded(result: unknown, now: Date): TaskChange {
  return { state: 'SUCCESS', progress: 100, message: 'Done.', result, claim: null, endedAt: now };
}

export function failed(error: string, now: Date): TaskEnding {
  return { state: 'FAILURE', message: 'The work failed.', error, claim: null, endedAt: now };
}

export function cancelled(now: Date): TaskEnding {
  return { state: 'CANCELLED', message: 'The work was cancelled.', claim: null, endedAt: now };
}

/** Something was in the way that may pass: it is begun again later. */
export function postponed(task: StoredTask, delayMs: number): TaskChange {
  const seconds = Math.max(1, Math.round(delayMs / 1000));
  return {
    state: 'RETRY',
    claim: null,
    faults: task.faults + 1,
    message: `A service that the work needs did not answer; the next try is in about ${seconds} s.`,
  };
}

/** The process that runs it stops: any other may begin it anew at once. */
export function handedBack(): TaskChange {
  return {
    state: 'RETRY',
    claim: null,
    message: 'The process that did the work stops; another one begins it anew.',
  };
}

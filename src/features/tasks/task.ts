import type { AssessmentId, Branded, UserId } from '../../kernel/ids.js';

export type TaskId = Branded<'TaskId'>;

export const TASK_STATES = [
  'PENDING',
  'STARTED',
  'PROGRESS',
  'SUCCESS',
  'FAILURE',
  'RETRY',
  'CANCELLED',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** What a task is about to do, or has done, in words for a person. */
export interface TaskStep {
  readonly currentStep: string;
  /** 0 to 100; never less than before within an attempt. */
  readonly progress: number;
  readonly message: string;
}

/** One piece of long work, as the collection holds it. */
export interface Task {
  readonly id: TaskId;
  /** Which handler runs it. */
  readonly kind: string;
  readonly assessmentId: AssessmentId;
  /** The owner of the assessment: whose task it is. */
  readonly userId: UserId;
  /** What the handler was given; JSON values. */
  readonly input: unknown;
  readonly state: TaskState;
  readonly currentStep: string | null;
  readonly progress: number;
  readonly message: string;
  /** 1 in the first attempt. */
  readonly attempt: number;
  /** JSON values; null before the end. */
  readonly result: unknown;
  /** A readable sentence; null unless it failed. */
  readonly error: string | null;
  /** Grows by one with each change: the id of server-sent events. */
  readonly sequence: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

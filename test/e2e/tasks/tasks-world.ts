import { getConnectionToken } from '@nestjs/mongoose';
import type { Collection, Connection } from 'mongoose';
import type {
  RunningTask,
  SubmittedTask,
  TaskSubmission,
  TaskId,
} from '../../../src/features/tasks/index.js';
import { TaskHandlers, Tasks } from '../../../src/features/tasks/index.js';
import type { AssessmentId, UserId } from '../../../src/kernel/ids.js';
import { eventually, type SignedIn } from '../../support/app.js';
import { startWorld, type World } from '../assessments/world.js';

export const TASKS = '/api/v2/tasks';
export const KIND = 'test_work';

/** What a test's handler is told to do. */
export interface Script {
  run(task: RunningTask<unknown>): Promise<void>;
}

export interface TasksWorld extends World {
  readonly tasks: Tasks;
  readonly taskCollection: Collection;
  /** What the handler does from now on. */
  readonly script: Script;
  /** How tasks without a result ended, as the handler was told. */
  readonly ends: { readonly id: string; readonly end: string }[];
  document(id: string): Promise<Record<string, unknown> | null>;
  submit(owner: SignedIn, fields?: Partial<TaskSubmission>): Promise<SubmittedTask>;
  /** Waits until the task is in one of these states, and gives its document. */
  reaches(id: TaskId, ...states: string[]): Promise<Record<string, unknown>>;
}

/** Three steps, then the end. */
export async function threeSteps(task: RunningTask<unknown>): Promise<void> {
  for (const progress of [25, 50, 75]) {
    await task.move({ currentStep: `step ${progress}`, progress, message: `At ${progress}.` });
  }
  await task.complete({ done: true }, [], async () => undefined);
}

export async function startTasksWorld(env: Record<string, string> = {}): Promise<TasksWorld> {
  const world = await startWorld(env);
  const script: Script = { run: threeSteps };
  const ends: { id: string; end: string }[] = [];
  world.app.get(TaskHandlers).register({
    kind: KIND,
    run: (task) => script.run(task),
    onEnded: async (task, end) => {
      ends.push({ id: task.id, end });
    },
  });
  const tasks = world.app.get(Tasks);
  const taskCollection = world.app.get<Connection>(getConnectionToken()).collection('tasks');
  const { ObjectId } = world.app.get<Connection>(getConnectionToken()).base.Types;
  const document = (id: string): Promise<Record<string, unknown> | null> =>
    taskCollection.findOne({ _id: new ObjectId(id) });
  return {
    ...world,
    document,
    tasks,
    taskCollection,
    script,
    ends,
    async submit(owner, fields = {}) {
      const assessmentId = fields.assessmentId ?? ((await world.create(owner)).id as AssessmentId);
      const userId = owner.userId as UserId;
      return tasks.submit({ kind: KIND, userId, input: null, ...fields, assessmentId });
    },
    reaches: (id, ...states) =>
      eventually(
        async () => {
          const found = await document(id);
          if (found === null) throw new Error('There is no such task.');
          if (states.includes(String(found['state']))) return found;
          throw new Error(`it is ${String(found['state'])}: ${String(found['message'])}`);
        },
        { what: `the task is ${states.join(' or ')}` },
      ),
  };
}

/** From now on the handler waits for the gate, then does `work`. */
export function held(
  { script }: TasksWorld,
  work: (task: RunningTask<unknown>) => Promise<void> = threeSteps,
): { readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  script.run = async (task) => {
    await opened;
    await work(task);
  };
  return { open: () => open() };
}

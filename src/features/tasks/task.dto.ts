import { z } from 'zod';
import { idParam, objectId, ownOrAll, pageOf, pageQuery } from '../../platform/http/index.js';
import { TASK_STATES } from './task.js';

export const taskIdParam = idParam('a task');

export const listTasks = pageQuery.extend({
  state: z.enum(TASK_STATES).optional(),
  scope: ownOrAll(),
});
export type ListTasks = z.output<typeof listTasks>;

export const taskDetail = z
  .strictObject({
    task_id: objectId(),
    state: z.enum(TASK_STATES),
    ready: z.boolean().describe('It has ended, in whatever way.'),
    successful: z.boolean(),
    failed: z.boolean(),
    info: z.strictObject({
      assessment_id: objectId(),
      current_step: z.string().nullable(),
      progress: z.number().min(0).max(100),
      message: z.string(),
    }),
    result: z.unknown().optional().describe('Of a successful one.'),
    error: z.string().optional().describe('A sentence, of a failed one.'),
  })
  .meta({ id: 'Task' });
export type TaskDetail = z.output<typeof taskDetail>;

export const taskPage = pageOf(taskDetail).meta({ id: 'TaskPage' });
export type TaskPage = z.output<typeof taskPage>;

/** What came out of it: a failed task's outcome is its error. */
export const taskResult = z
  .strictObject({
    task_id: objectId(),
    state: z.enum(['SUCCESS', 'FAILURE']),
    successful: z.boolean(),
    result: z.unknown().describe('null where it failed'),
    error: z.string().nullable(),
  })
  .meta({ id: 'TaskResult' });
export type TaskResult = z.output<typeof taskResult>;

const whole = z.number().int().min(0);

export const workersStatus = z
  .strictObject({
    workers: z.array(
      z.strictObject({
        id: z.string(),
        state: z.enum(['running', 'stopping']),
        active: whole,
        completed: whole,
      }),
    ),
    queue: z.strictObject({ waiting: whole, active: whole, delayed: whole, failed: whole }),
  })
  .meta({ id: 'WorkersStatus' });
export type WorkersStatus = z.output<typeof workersStatus>;

export type { RunningTask, TaskHandler, WriteAlongside } from './task-handler.js';
export { TaskHandlers } from './task-handlers.js';
export type { Task, TaskId, TaskState, TaskStep } from './task.js';
export { type SubmittedTask, Tasks, type TaskSubmission } from './tasks.js';
export { TasksModule } from './tasks.module.js';

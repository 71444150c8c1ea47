import { isActive, type StoredTask, type TaskMoment } from './task.changes.js';
import type { TaskDetail } from './task.dto.js';
import type { Task } from './task.js';

/** The one shape of a task on the wire. */
export function toDetail(task: Task): TaskDetail {
  const successful = task.state === 'SUCCESS';
  const failed = task.state === 'FAILURE';
  return {
    task_id: task.id,
    state: task.state,
    ready: !isActive(task.state),
    successful,
    failed,
    info: {
      assessment_id: task.assessmentId,
      current_step: task.currentStep,
      progress: task.progress,
      message: task.message,
    },
    ...(successful ? { result: task.result } : {}),
    ...(failed && task.error !== null ? { error: task.error } : {}),
  };
}

/** The task as it was in one of its states. */
export function toPastDetail(task: StoredTask, moment: TaskMoment): TaskDetail {
  return toDetail({ ...task, ...moment });
}

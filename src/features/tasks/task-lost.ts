import { DomainError } from '../../kernel/errors.js';

/** The task belongs to this attempt no more (cancelled, deleted, taken over), and nothing was written in its name. */
export class TaskLost extends DomainError {
  constructor() {
    super('conflict', 'task_lost', 'This attempt at the task is over; another one may have taken its place.');
    this.name = 'TaskLost';
  }
}

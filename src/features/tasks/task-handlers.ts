import { Injectable } from '@nestjs/common';
import { invariant } from '../../kernel/errors.js';
import type { TaskHandler } from './task-handler.js';

/** Who runs which kind of task: the features that own the kinds register here, when their module begins. */
@Injectable()
export class TaskHandlers {
  private readonly handlers = new Map<string, TaskHandler>();

  register<Input>(handler: TaskHandler<Input>): void {
    invariant(!this.handlers.has(handler.kind), `one handler for tasks of the kind ${handler.kind}`);
    // What a kind's tasks are given is what its owner submitted: the input is the handler's own.
    this.handlers.set(handler.kind, handler as TaskHandler);
  }

  /** null for a kind that this version of the service does not know. */
  of(kind: string): TaskHandler | null {
    return this.handlers.get(kind) ?? null;
  }
}

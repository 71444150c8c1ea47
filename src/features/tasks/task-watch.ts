import { systemClock } from '../../kernel/clock.js';
import type { JobQueue } from '../../platform/queue/index.js';
import type { TaskId } from './task.js';

/** Who waits for news of one task. */
export interface Wake {
  /** Waits until something is told of the task (since the last wait, too), the time is over, or `ends` aborts. */
  within(ms: number, ends: AbortSignal): Promise<void>;
  close(): void;
}

/** Passes what is told of tasks on to whoever waits for news of each. */
export class TaskWatch {
  private readonly waiting = new Map<TaskId, Set<() => void>>();
  private readonly stop: () => void;

  constructor(queue: JobQueue) {
    this.stop = queue.onTold((id) => {
      const woken = id === null ? [...this.waiting.values()] : [this.waiting.get(id as TaskId) ?? []]; // a task's id
      for (const wakers of woken) for (const wake of wakers) wake();
    });
  }

  of(id: TaskId): Wake {
    let isNews = true; // something may have happened since the task was read
    let settle = (): void => undefined;
    const wake = (): void => {
      isNews = true;
      settle();
    };
    const wakers = this.waiting.get(id) ?? new Set();
    this.waiting.set(id, wakers.add(wake));
    return {
      within: async (ms, ends) => {
        if (!isNews && !ends.aborted) {
          await new Promise<void>((resolve) => {
            const timer = systemClock.after(ms, resolve);
            settle = () => {
              timer.cancel();
              resolve();
            };
            ends.addEventListener('abort', settle, { once: true });
          });
          ends.removeEventListener('abort', settle);
        }
        isNews = false;
      },
      close: () => {
        wakers.delete(wake);
        if (wakers.size === 0 && this.waiting.get(id) === wakers) this.waiting.delete(id);
      },
    };
  }

  close(): void {
    this.stop();
  }
}

import { systemClock, type Timer } from '../../kernel/clock.js';
import type { DomainEvent } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import { moved, type StoredTask, succeeded, type TaskChange } from './task.changes.js';
import type { RunningTask, WriteAlongside } from './task-handler.js';
import { TaskLost } from './task-lost.js';
import type { TaskWrites } from './task-writes.js';
import type { TaskId, TaskStep } from './task.js';
import { LEASE_MS, type TasksRepository } from './tasks.repository.js';

const RENEW_EVERY_MS = LEASE_MS / 4;
const NOTHING: WriteAlongside = async () => undefined;

/**
 * One attempt at a task, which it holds by its claim. Each write names the state that it follows, so that they happen
 * one after the other, and none after the task was lost.
 */
export class Attempt implements RunningTask<unknown> {
  private readonly controller = new AbortController();
  private last: Promise<unknown> = Promise.resolve();
  private timer: Timer | null = null;
  private heldAtMs = systemClock.nowMs();
  private current: StoredTask;
  /** True once the task has ended with success. */
  completed = false;

  constructor(
    task: StoredTask,
    private readonly writes: TaskWrites,
    private readonly tasks: TasksRepository,
  ) {
    this.current = task;
    this.scheduleRenewal();
  }

  get id(): TaskId {
    return this.current.id;
  }

  get assessmentId(): AssessmentId {
    return this.current.assessmentId;
  }

  get userId(): UserId {
    return this.current.userId;
  }

  get input(): unknown {
    return this.current.input;
  }

  get attempt(): number {
    return this.current.attempt;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The last state that this attempt wrote. */
  get state(): StoredTask {
    return this.current;
  }

  async move(step: TaskStep, alongside: WriteAlongside = NOTHING): Promise<void> {
    await this.write((task) => moved(task, step), alongside);
  }

  async complete(result: unknown, events: readonly DomainEvent[], alongside: WriteAlongside): Promise<void> {
    await this.write(() => succeeded(result, new Date(systemClock.wallMs())), alongside, events);
    this.completed = true;
  }

  /** The task is this attempt's no more; a handler that listens ends. */
  lose(): void {
    this.controller.abort(new TaskLost());
  }

  /** Looks whether the task is still this attempt's. */
  async check(): Promise<void> {
    if (this.signal.aborted) return;
    const startedMs = systemClock.nowMs();
    try {
      if (await this.tasks.renew(this.current)) this.heldAtMs = startedMs;
      else this.lose();
    } catch {
      // The database does not answer. Nobody else can take the task over before the lease has run out.
      if (systemClock.nowMs() - this.heldAtMs > LEASE_MS) this.lose();
    }
  }

  /** The handler has ended, or is no longer waited for. */
  async end(): Promise<void> {
    this.timer?.cancel();
    this.controller.abort(new TaskLost());
    await this.last;
  }

  private write(
    change: (task: StoredTask) => TaskChange,
    alongside: WriteAlongside,
    events: readonly DomainEvent[] = [],
  ): Promise<void> {
    const written = this.last.then(async () => {
      if (this.completed || this.signal.aborted) throw new TaskLost();
      try {
        this.current = await this.writes.changeWith(this.current, change(this.current), alongside, events);
        this.heldAtMs = systemClock.nowMs();
      } catch (error) {
        if (error instanceof TaskLost) this.lose();
        throw error;
      }
    });
    this.last = written.catch(() => undefined);
    return written;
  }

  private scheduleRenewal(): void {
    this.timer = systemClock.after(RENEW_EVERY_MS, () => {
      void this.check().then(() => {
        if (!this.signal.aborted) this.scheduleRenewal();
      });
    });
  }
}

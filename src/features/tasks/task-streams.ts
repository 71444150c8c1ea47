import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '../../kernel/clock.js';
import { SECOND_MS } from '../../kernel/duration.js';
import { DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import { Draining } from '../../platform/health/index.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/index.js';
import { ACCOUNT_DIRECTORY, type AccountDirectory } from '../../platform/security/account-directory.port.js';
import type { Caller } from '../../platform/security/caller.js';
import { isStillAllowed } from '../../platform/security/lasting-access.js';
import { mayRead } from './task.access.js';
import { isActive, type StoredTask, type TaskMoment } from './task.changes.js';
import { toPastDetail } from './task.mapper.js';
import { TaskWatch } from './task-watch.js';
import { TasksRepository } from './tasks.repository.js';

/** Of one user on one process: a page or two with several tabs each. */
const MOST_OF_A_USER = 8;
const MOST = 2_000;
const HEARTBEAT_MS = 15 * SECOND_MS;
/** What is told of tasks may be lost: the document is looked at so often anyway. */
const LOOK_EVERY_MS = 5 * SECOND_MS;
const BUFFER_BYTES = 16_384;
/** Milliseconds after which a client that lost its stream comes back. */
const COME_BACK_MS = 2_000;

/** null: the client has seen all that there will be, and need not come back. */
export type TaskEventStream = Readable | null;

/** Who follows a task, and how long they may. */
export interface Follower {
  readonly caller: Caller;
  /** By the monotonic clock. */
  readonly tokenEndsAtMs: number;
  /** The number of the last state that the client has seen; anything else: it has seen none. */
  readonly lastEventId: string | undefined;
}

/**
 * Tasks as server-sent events: every state that is kept, in order, each once; over after the last. What lets a request in
 * ends a stream, too: its token's end, and an account that may no longer read the task. The client comes back with a
 * token that is good, and misses nothing.
 */
@Injectable()
export class TaskStreams implements OnApplicationShutdown {
  private readonly ofUser = new Map<UserId, number>();
  private readonly watch: TaskWatch;
  private count = 0;

  constructor(
    private readonly tasks: TasksRepository,
    private readonly draining: Draining,
    @Inject(ACCOUNT_DIRECTORY) private readonly accounts: AccountDirectory,
    @Inject(JOB_QUEUE) queue: JobQueue,
  ) {
    this.watch = new TaskWatch(queue);
  }

  onApplicationShutdown(): void {
    this.watch.close();
  }

  /** @throws DomainError too_many_requests */
  open({ caller: { userId }, tokenEndsAtMs, lastEventId }: Follower, task: StoredTask): TaskEventStream {
    const seen = seenOf(task, lastEventId);
    if (!isActive(task.state) && seen === task.sequence) return null;
    const release = this.admit(userId);
    const over = new AbortController();
    const ends = AbortSignal.any([over.signal, this.draining.signal]);
    const tokenEnd = systemClock.after(tokenEndsAtMs - systemClock.nowMs(), () => over.abort());
    return readableOf(this.frames(userId, task, seen, ends), () => {
      tokenEnd.cancel();
      over.abort();
      release();
    });
  }

  private async *frames(
    userId: UserId,
    task: StoredTask,
    seen: number,
    ends: AbortSignal,
  ): AsyncGenerator<string> {
    yield `retry: ${COME_BACK_MS}\n\n`;
    const wake = this.watch.of(task.id);
    let current: StoredTask | null = task;
    let sentMs = systemClock.nowMs();
    try {
      while (current !== null) {
        for (const moment of current.history.filter(({ sequence }) => sequence > seen)) {
          if (ends.aborted) return;
          yield frameOf(current, moment);
          seen = moment.sequence;
          sentMs = systemClock.nowMs();
        }
        if (!isActive(current.state)) return;
        await wake.within(LOOK_EVERY_MS, ends);
        if (ends.aborted) return;
        if (systemClock.nowMs() - sentMs > HEARTBEAT_MS - LOOK_EVERY_MS / 2) {
          yield ': still there\n\n';
          sentMs = systemClock.nowMs();
        }
        current = await this.latest(current);
        if (!(await isStillAllowed(this.accounts, userId, (caller) => mayRead(task.userId, caller)))) return;
      }
    } finally {
      wake.close();
    }
  }

  /** null: it is gone. While the database does not answer there is no news. */
  private async latest(task: StoredTask): Promise<StoredTask | null> {
    try {
      return await this.tasks.findById(task.id);
    } catch {
      return task;
    }
  }

  private admit(userId: UserId): () => void {
    const ofUser = this.ofUser.get(userId) ?? 0;
    if (ofUser >= MOST_OF_A_USER || this.count >= MOST) throw tooMany();
    this.ofUser.set(userId, ofUser + 1);
    this.count += 1;
    return () => {
      const left = (this.ofUser.get(userId) ?? 1) - 1;
      if (left === 0) this.ofUser.delete(userId);
      else this.ofUser.set(userId, left);
      this.count -= 1;
    };
  }
}

/**
 * A stream of what `frames` gives, as fast as it is read. `Readable.from` would, when it is destroyed, wait for the next
 * frame before it says so: a client that left would be held until then.
 */
function readableOf(frames: AsyncGenerator<string>, onClose: () => void): Readable {
  return new Readable({
    highWaterMark: BUFFER_BYTES,
    read() {
      frames.next().then(
        ({ value, done }) => {
          if (!this.destroyed) this.push(done === true ? null : value);
        },
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    destroy(error, done) {
      onClose();
      frames.return(undefined).catch(() => undefined); // it may rest between two frames
      done(error);
    },
  });
}

/** A number that the task has not reached yet is none of its own. */
function seenOf(task: StoredTask, lastEventId: string | undefined): number {
  if (lastEventId === undefined || !/^\d{1,15}$/.test(lastEventId)) return 0;
  const seen = Number(lastEventId);
  return seen > task.sequence ? 0 : seen;
}

function frameOf(task: StoredTask, moment: TaskMoment): string {
  return `id: ${moment.sequence}\nevent: state\ndata: ${JSON.stringify(toPastDetail(task, moment))}\n\n`;
}

function tooMany(): DomainError {
  return new DomainError(
    'too_many_requests',
    'too_many_streams',
    'You have too many event streams open; close one.',
    { retryAfterS: 5 },
  );
}

import type { Clock } from '../../kernel/clock.js';
import type { Member } from './bus.port.js';

/** One announcement of a begin, and who has not acknowledged it yet. */
interface Attempt {
  /** Its own message has come back. */
  heard: boolean;
  /** The heartbeats that came through the bus after it: whoever sent one heard the announcement, or had emptied itself. */
  readonly beats: Set<string>;
  readonly acknowledged: Set<string>;
  check(): void;
}

/** The begins of this process that wait for acknowledgements: by attempt, not by write (coherence.md [10]). */
export class Attempts {
  private readonly open = new Map<string, Attempt>();

  constructor(private readonly clock: Clock) {}

  /** From now on acknowledgements of the attempt count: before it is announced. */
  start(attemptId: string): void {
    this.open.set(attemptId, {
      heard: false,
      beats: new Set(),
      acknowledged: new Set(),
      check: () => undefined,
    });
  }

  end(attemptId: string): void {
    this.open.delete(attemptId);
  }

  acknowledge(attemptId: string, memberId: string): void {
    const attempt = this.open.get(attemptId);
    attempt?.acknowledged.add(memberId);
    attempt?.check();
  }

  /** This process heard its own announcement. */
  hear(attemptId: string): void {
    const attempt = this.open.get(attemptId);
    if (attempt !== undefined) attempt.heard = true;
  }

  /** Another process's heartbeat came through the bus: after all that this process has heard back so far. */
  mark(beatId: string): void {
    for (const attempt of this.open.values()) if (attempt.heard) attempt.beats.add(beatId);
  }

  /**
   * The member has emptied itself before it sent this heartbeat, and the heartbeat has come back to it [29]. Not what it
   * says now counts but where the heartbeat stood: a begin announced since may still be on its way to the member.
   */
  catchUp(memberId: string, beatId: string): void {
    for (const [attemptId, attempt] of this.open)
      if (attempt.beats.has(beatId)) this.acknowledge(attemptId, memberId);
  }

  /**
   * Resolves when every member has acknowledged, or its lease has run out, or `boundMs` is over.
   * True if nobody was left.
   */
  settled(attemptId: string, members: readonly Member[], boundMs: number): Promise<boolean> {
    const attempt = this.open.get(attemptId);
    if (attempt === undefined) return Promise.resolve(false);
    const missing = () => members.filter((member) => !attempt.acknowledged.has(member.id));
    if (missing().length === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const startedMs = this.clock.nowMs();
      const finish = (): void => {
        timer.cancel();
        attempt.check = () => undefined;
        resolve(missing().length === 0);
      };
      const waitMs = (): number =>
        Math.min(boundMs, Math.max(...missing().map((member) => member.remainingMs))) -
        (this.clock.nowMs() - startedMs);
      let timer = this.clock.after(waitMs(), finish);
      attempt.check = () => {
        timer.cancel();
        if (missing().length === 0) finish();
        else timer = this.clock.after(Math.max(0, waitMs()), finish);
      };
    });
  }
}

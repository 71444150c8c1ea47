import type { Clock } from '../../kernel/clock.js';
import type { Member } from './bus.port.js';

/** One announcement of a begin, and who has not acknowledged it yet. */
interface Attempt {
  /** Its own message has come back: what members say of themselves afterwards was said after hearing it. */
  heard: boolean;
  readonly acknowledged: Set<string>;
  check(): void;
}

/** The begins of this process that wait for acknowledgements: by attempt, not by write (coherence.md [10]). */
export class Attempts {
  private readonly open = new Map<string, Attempt>();

  constructor(private readonly clock: Clock) {}

  /** From now on acknowledgements of the attempt count: before it is announced. */
  start(attemptId: string): void {
    this.open.set(attemptId, { heard: false, acknowledged: new Set(), check: () => undefined });
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

  /** The member has emptied itself, after all that this process has heard back so far [29]. */
  catchUp(memberId: string): void {
    for (const [attemptId, attempt] of this.open) if (attempt.heard) this.acknowledge(attemptId, memberId);
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

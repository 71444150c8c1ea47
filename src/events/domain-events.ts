import { Injectable } from '@nestjs/common';
import { isKnownToHaveFailed } from '../kernel/errors.js';
import type { DomainEvent } from './events.js';

/**
 * What an announced write must keep to. `deadlineMs` is on the process's monotonic clock (`Clock.nowMs`): the
 * write may not take effect after it (coherence.md [12]); repositories turn it into a fence in their filter and
 * a limit on the wait. `Infinity` where nobody set one.
 */
export interface AnnouncedWrite {
  readonly id: string;
  readonly deadlineMs: number;
}

/** How an announced write ended: `unknown` where it may still have taken effect (coherence.md [25]). */
export type WriteOutcome = 'written' | 'failed' | 'unknown';

/** One listener's part in one write: `end` is called exactly once and must not throw. */
export interface WritePart {
  readonly write?: AnnouncedWrite;
  end(outcome: WriteOutcome, tookMs: number): Promise<void> | void;
}

/**
 * Hears of writes before and after. `begin` is awaited before the write; if it throws, the write does not happen
 * and its error goes to the client.
 */
export interface WriteListener {
  /** @param events what one write does: one at least */
  begin(events: readonly DomainEvent[]): Promise<WritePart> | WritePart;
}

/**
 * Announces writes. The one way to change what others may have cached:
 * `during(event, write)` says that a write is about to happen, runs it, says how it ended.
 */
@Injectable()
export class DomainEvents {
  private readonly listeners: WriteListener[] = [];

  /** Listeners begin in the order of their joining and end in the reverse. */
  join(listener: WriteListener): void {
    this.listeners.push(listener);
  }

  /**
   * Runs `write` between its two announcements and gives its result.
   * @param event what the write does; several where it does several things at once, which then begin and end together
   * @throws what `write` throws, or what a listener's `begin` throws (then nothing was written)
   */
  async during<Result>(
    event: DomainEvent | readonly DomainEvent[],
    write: (announced: AnnouncedWrite) => Promise<Result>,
  ): Promise<Result> {
    const events = [event].flat();
    const parts: WritePart[] = [];
    const startedMs = performance.now();
    let outcome: WriteOutcome = 'failed';
    try {
      for (const listener of this.listeners) parts.push(await listener.begin(events));
      const announced = parts.find((part) => part.write !== undefined)?.write ?? UNBOUNDED;
      try {
        const result = await write(announced);
        outcome = 'written';
        return result;
      } catch (error) {
        outcome = isKnownToHaveFailed(error) ? 'failed' : 'unknown';
        throw error;
      }
    } finally {
      const tookMs = performance.now() - startedMs;
      for (const part of parts.reverse()) await part.end(outcome, tookMs);
    }
  }
}

const UNBOUNDED: AnnouncedWrite = { id: 'unannounced', deadlineMs: Infinity };

import { Injectable } from '@nestjs/common';
import type { WriteOutcome } from '../../events/index.js';
import type { Scope } from '../coherence/scope.js';

/** A write as it ended: what it was, what it made stale, and how long its parts took, in ms. */
export interface JournalledWrite {
  /** Grows by one with each write of this process. */
  readonly sequence: number;
  /** When it ended: ms since 1970, for people. */
  readonly atMs: number;
  /** The domain event, or what an administrator did: `cache.purged`, `cache.cleared`. */
  readonly type: string;
  /** The first of its scopes. */
  readonly scopes: readonly string[];
  readonly scopeCount: number;
  readonly outcome: WriteOutcome;
  readonly beginMs: number;
  readonly writeMs: number;
  /** null: not committed, for the write may still take effect. */
  readonly commitMs: number | null;
}

/** A write under way. */
export interface WriteEntry {
  /** Its scopes are stale everywhere. */
  begun(): void;
  /** The database has answered. */
  written(): void;
  ended(outcome: WriteOutcome): void;
}

const KEPT_WRITES = 100;
const KEPT_SCOPES = 8;

/** The last writes of this process. */
@Injectable()
export class WriteJournal {
  private readonly writes: JournalledWrite[] = [];
  private readonly listeners: ((write: JournalledWrite) => void)[] = [];
  private sequence = 0;

  /** Calls the listener with each write, when it has ended. */
  onWrite(listener: (write: JournalledWrite) => void): void {
    this.listeners.push(listener);
  }

  /** @param types the events of the write; the first names it */
  enter(types: readonly string[], scopes: readonly Scope[]): WriteEntry {
    const startedMs = performance.now();
    let begunMs = startedMs;
    let writtenMs = startedMs;
    return {
      begun: () => (begunMs = performance.now()),
      written: () => (writtenMs = performance.now()),
      ended: (outcome) =>
        this.add({
          type: types.length > 1 ? `${types[0]} and ${types.length - 1} more` : (types[0] ?? ''),
          scopes: scopes.slice(0, KEPT_SCOPES),
          scopeCount: scopes.length,
          outcome,
          beginMs: begunMs - startedMs,
          writeMs: Math.max(0, writtenMs - begunMs),
          commitMs: outcome === 'unknown' ? null : performance.now() - writtenMs,
        }),
    };
  }

  /** Enters what an administrator does to the cache: it has no database write, so that all of it is its beginning. */
  async during(type: string, scopes: readonly Scope[], act: () => Promise<void>): Promise<void> {
    const entry = this.enter([type], scopes);
    const ended = (outcome: WriteOutcome): void => {
      entry.begun();
      entry.written();
      entry.ended(outcome);
    };
    try {
      await act();
    } catch (error) {
      ended('failed');
      throw error;
    }
    ended('written');
  }

  /** The number of the last write; 0 before any. */
  last(): number {
    return this.sequence;
  }

  /** The writes after `sequence` that are still kept, the oldest first. */
  since(sequence: number): readonly JournalledWrite[] {
    const count = Math.min(this.sequence - sequence, this.writes.length);
    return count <= 0 ? [] : this.writes.slice(-count);
  }

  private add(write: Omit<JournalledWrite, 'sequence' | 'atMs'>): void {
    this.sequence += 1;
    const entered = { sequence: this.sequence, atMs: Date.now(), ...write };
    this.writes.push(entered);
    if (this.writes.length > KEPT_WRITES) this.writes.shift();
    for (const listener of this.listeners) listener(entered);
  }
}

import { Injectable } from '@nestjs/common';
import type { Scope } from '../coherence/scope.js';
import type { Outcome } from '../outcome.js';
import { type Latency, LatencyWindow } from './latency-window.js';
import type { ReadCourse } from './read-course.js';

/** Who answered a read: a tier, another request's load (`shared`), an expired entry for a failing database (`stale`). */
export const ANSWERERS = ['l1', 'l2', 'shared', 'stale', 'database'] as const;
export type Answerer = (typeof ANSWERERS)[number];

/** A number for each answerer. */
export type ByAnswerer = Readonly<Record<Answerer, number>>;

/** A read of a cached route as it ended. */
export interface FinishedRead {
  readonly resource: string;
  /** null: the request had no key. */
  readonly key: string | null;
  readonly scope: Scope | null;
  readonly outcome: Outcome;
  /** From the interceptor's first step to the answer, in ms. */
  readonly tookMs: number;
  /** What of it was the handler and its database read; null where it did not run for this request. */
  readonly loadMs: number | null;
}

/** How long each tier takes to answer, over the last minute. */
export interface Latencies {
  readonly l1: Latency;
  readonly l2: Latency;
  readonly database: Latency;
}

/** A request that somebody wants to see the way of. */
export interface WatchedRead {
  /** null: no cached route has answered it. */
  finished(): FinishedRead | null;
  /** null: it has not come to a cached route. */
  course(): ReadCourse | null;
  end(): void;
}

interface Watched {
  read: FinishedRead | null;
  course: ReadCourse | null;
}

/** What became of the reads of cached routes in this process: counts, durations, and the way of single ones. */
@Injectable()
export class ReadTelemetry {
  private readonly totals: Record<Answerer, number> = { l1: 0, l2: 0, shared: 0, stale: 0, database: 0 };
  private readonly l1 = new LatencyWindow();
  private readonly l2 = new LatencyWindow();
  private readonly database = new LatencyWindow();
  private readonly watched = new Map<string, Watched>();

  /** A read has been answered. */
  record(requestId: string, read: FinishedRead): void {
    const answerer = answererOf(read.outcome);
    this.totals[answerer] += 1;
    if (answerer === 'l1') this.l1.record(read.tookMs);
    else if (answerer === 'l2') this.l2.record(read.tookMs);
    const watched = this.watched.size > 0 ? this.watched.get(requestId) : undefined;
    if (watched !== undefined) watched.read = read;
  }

  /** A read has come to the cache. */
  enter(requestId: string, course: ReadCourse): void {
    const watched = this.watched.size > 0 ? this.watched.get(requestId) : undefined;
    if (watched !== undefined) watched.course = course;
  }

  /** The handler of a cached route has brought an answer. */
  recordLoad(ms: number): void {
    this.database.record(ms);
  }

  /** Reads since the start. */
  counts(): ByAnswerer {
    return { ...this.totals };
  }

  latencies(): Latencies {
    return { l1: this.l1.read(), l2: this.l2.read(), database: this.database.read() };
  }

  /** Begins the next slice of the windows. */
  turn(): void {
    for (const window of [this.l1, this.l2, this.database]) window.turn();
  }

  /** Remembers the read of this request; to be ended by the one who asks. */
  watch(requestId: string): WatchedRead {
    const watched: Watched = { read: null, course: null };
    this.watched.set(requestId, watched);
    return {
      finished: () => watched.read,
      course: () => watched.course,
      end: () => void this.watched.delete(requestId),
    };
  }
}

function answererOf(outcome: Outcome): Answerer {
  switch (outcome.kind) {
    case 'hit':
      return outcome.tier === 'stale-if-error' ? 'stale' : outcome.tier;
    case 'miss':
      return outcome.collapsed ? 'shared' : 'database';
    case 'bypass':
      return 'database';
  }
}

import mongoose, { type Connection } from 'mongoose';
import { type Clock, systemClock } from '../../kernel/clock.js';
import { type ChangeEvent, changeFrom, type DatabaseChange } from './database-change.js';

type ChangeStream = mongoose.mongo.ChangeStream;
/** A place in the change stream, as the server names it. */
export type ResumeToken = object;

/** What is followed: changes of these collections, with these fields of the documents before and after. */
export interface Watched {
  readonly collections: readonly string[];
  /** Nothing else of a whole document is sent: it may be large, and every process is told of every change. */
  readonly fields: readonly string[];
}

export interface ChangeFeedListener {
  onChange(change: DatabaseChange): void;
  /** All changes up to this token have been told. */
  onProgress(token: ResumeToken): void;
  /** Changes were missed, nobody knows which: the token is too old, or a collection was dropped. */
  onGap(reason: string): void;
}

/** Below the socket timeout, or the stream ends in silence. */
const AWAIT_MS = 500;
const REOPEN_MS = 300;
/**
 * What the server says when it is the moment that is wrong, or the rights, and not the place to go on from: host
 * unreachable or not found, Unauthorized, AuthenticationFailed, time limit, network timeout, shutdown, stepdown,
 * interrupted, no primary (MongoDB's error_codes.yml). Whatever else it refuses, it refuses for the token.
 */
const NOT_THE_TOKEN = new Set([
  6, 7, 13, 18, 50, 89, 91, 133, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

/** Hears how the first try to open a stream ended. */
interface FirstTry {
  readonly stands: () => void;
  readonly failed: (error: unknown) => void;
}

/** Follows the change stream of some collections, across lost connections, for as long as the process lives. */
export class ChangeFeed {
  private stream: ChangeStream | null = null;
  private stopped = false;
  /** Why changes may have been missed; told as soon as a stream stands that misses no more. */
  private gap: string | null = null;
  private endPause: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly watched: Watched,
    private readonly listener: ChangeFeedListener,
    private token: ResumeToken | null,
    private readonly clock: Clock = systemClock,
  ) {}

  /**
   * Asks the server to keep what a document was before a change; resolves when a stream stands: from then on nothing
   * is missed.
   * @throws what the first try ended with; it is tried again all the same, until {@link stop}
   */
  async start(): Promise<void> {
    await this.keepPreImages();
    await new Promise<void>((stands, failed) => {
      this.running = this.follow({ stands, failed });
    });
  }

  /**
   * Goes on from where it is on another member. The server lets a stream go on where it was opened, also when that
   * member is the primary no more: one that lags behind would tell of changes late, without a bound.
   */
  async moveToPrimary(): Promise<void> {
    await this.stream?.close().catch(() => undefined); // the loop opens the next one
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.endPause();
    await this.stream?.close().catch(() => undefined); // the connection ends next
    await this.running;
  }

  /**
   * Only where it is not so yet: the command waits for every open transaction (one that a killed process left is open for a
   * minute), and all writes of all processes wait behind it.
   */
  private async keepPreImages(): Promise<void> {
    const { db } = this.connection;
    const kept = await this.keepingPreImages();
    for (const collection of this.watched.collections.filter((name) => !kept.has(name))) {
      await db
        ?.command({ collMod: collection, changeStreamPreAndPostImages: { enabled: true } })
        .catch(() => undefined); // an older server, or no right to: owners are then read from what stands now
    }
  }

  /** Collections that do already, as far as the server tells. */
  private async keepingPreImages(): Promise<ReadonlySet<string>> {
    const named = { name: { $in: [...this.watched.collections] } };
    const listed = this.connection.db?.listCollections(named, { nameOnly: false }).toArray();
    const found = (await listed?.catch(() => [])) ?? [];
    const kept = found.filter(({ options }) => options?.['changeStreamPreAndPostImages']?.enabled === true);
    return new Set(kept.map(({ name }) => name));
  }

  private open(): ChangeStream {
    const { collections, fields } = this.watched;
    const seen = Object.fromEntries(fields.map((field) => [field, 1]));
    const pipeline = [
      {
        $match: {
          $or: [
            { 'ns.coll': { $in: collections } },
            { operationType: { $in: ['dropDatabase', 'invalidate'] } },
          ],
        },
      },
      {
        $project: {
          ...{ operationType: 1, ns: 1, documentKey: 1, updateDescription: 1 },
          ...{ fullDocument: seen, fullDocumentBeforeChange: seen },
        },
      },
    ];
    const database = this.connection.getClient().db(this.connection.name);
    return database.watch(pipeline, {
      fullDocument: 'updateLookup',
      fullDocumentBeforeChange: 'whenAvailable',
      maxAwaitTimeMS: AWAIT_MS,
      ...(this.token === null ? {} : { startAfter: this.token }),
    });
  }

  private async follow(firstTry: FirstTry): Promise<void> {
    while (!this.stopped) {
      let atOnce = false;
      try {
        this.stream = this.open();
        await this.read(this.stream, firstTry);
      } catch (error) {
        atOnce = this.losesPlace(error);
        if (!atOnce) firstTry.failed(error);
      }
      await this.stream?.close().catch(() => undefined); // it may be broken: a new one follows
      if (!this.stopped && !atOnce) await this.pause();
    }
  }

  private async read(stream: ChangeStream, { stands }: FirstTry): Promise<void> {
    while (!this.stopped && !stream.closed) {
      const event = await stream.tryNext();
      if (this.gap !== null) this.listener.onGap(this.gap);
      this.gap = null;
      if (event !== null) this.tell(event);
      this.progress(stream.resumeToken);
      stands();
    }
  }

  /** True where the place to go on from is of no use any more: the next stream begins at its own moment. */
  private losesPlace(error: unknown): boolean {
    if (this.token === null) {
      this.gap = 'the change stream could not be opened for a while';
      return false;
    }
    if (!refusesToken(error)) return false;
    this.token = null;
    this.gap = 'the change stream cannot be continued';
    return true;
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.after(REOPEN_MS, resolve);
      this.endPause = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  private progress(token: unknown): void {
    if (typeof token !== 'object' || token === null) return;
    this.token = token;
    this.listener.onProgress(token);
  }

  /** A change that its listener stumbles over would be met again by every new stream: it counts as missed. */
  private tell(event: ChangeEvent): void {
    const change = changeFrom(event);
    if (change === null) {
      this.listener.onGap(`a collection was changed as a whole: ${event.operationType}`);
      return;
    }
    try {
      this.listener.onChange(change);
    } catch {
      this.listener.onGap('a change could not be understood');
    }
  }
}

function refusesToken(error: unknown): boolean {
  if (!(error instanceof mongoose.mongo.MongoServerError)) return false;
  return !error.hasErrorLabel('ResumableChangeStreamError') && !NOT_THE_TOKEN.has(Number(error.code));
}

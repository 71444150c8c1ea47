import mongoose, { type Connection } from 'mongoose';
import { type Clock, systemClock, type Timer } from '../../kernel/clock.js';

type ChangeStream = mongoose.mongo.ChangeStream;
type ChangeEvent = mongoose.mongo.ChangeStreamDocument;
/** A place in the change stream, as the server names it. */
export type ResumeToken = object;

/** One document that changed, whoever changed it. */
export interface DatabaseChange {
  readonly collection: string;
  readonly operation: 'insert' | 'update' | 'replace' | 'delete';
  /** The document's `_id` as text. */
  readonly id: string;
  /** The document before; null for an insert, or where the server keeps no pre-images. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** The document as it stands now; null for a delete, or where it has gone meanwhile. */
  readonly after: Readonly<Record<string, unknown>> | null;
  /** The fields that an update set; null for other operations. */
  readonly updated: Readonly<Record<string, unknown>> | null;
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
/** ChangeStreamFatalError, ChangeStreamHistoryLost, InvalidResumeToken: the token is of no use any more. */
const GAPS = new Set([260, 280, 286]);
const DOCUMENT_OPERATIONS = new Set(['insert', 'update', 'replace', 'delete']);

/** Follows the change stream of some collections, across lost connections, for as long as the process lives. */
export class ChangeFeed {
  private stream: ChangeStream | null = null;
  private stopped = false;
  private timer: Timer | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly collections: readonly string[],
    private readonly listener: ChangeFeedListener,
    private token: ResumeToken | null,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Asks the server to keep what a document was before a change; resolves when the first stream stands. */
  async start(): Promise<void> {
    await this.keepPreImages();
    const stream = this.open();
    await stream.tryNext(); // the first answer of the server: from here on nothing is missed
    this.running = this.follow(stream);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.stream?.close().catch(() => undefined); // the connection ends next
    await this.running;
  }

  private async keepPreImages(): Promise<void> {
    const { db } = this.connection;
    for (const collection of this.collections) {
      await db
        ?.command({ collMod: collection, changeStreamPreAndPostImages: { enabled: true } })
        .catch(() => undefined); // an older server, or no right to: owners are then read from what stands now
    }
  }

  private open(): ChangeStream {
    const pipeline = [
      {
        $match: {
          $or: [
            { 'ns.coll': { $in: this.collections } },
            { operationType: { $in: ['dropDatabase', 'invalidate'] } },
          ],
        },
      },
    ];
    const database = this.connection.getClient().db(this.connection.name);
    this.stream = database.watch(pipeline, {
      fullDocument: 'updateLookup',
      fullDocumentBeforeChange: 'whenAvailable',
      maxAwaitTimeMS: AWAIT_MS,
      ...(this.token === null ? {} : { startAfter: this.token }),
    });
    return this.stream;
  }

  private async follow(stream: ChangeStream): Promise<void> {
    try {
      while (!this.stopped && !stream.closed) {
        const event = await stream.tryNext();
        if (event !== null) this.tell(event);
        this.progress(stream.resumeToken);
      }
    } catch (error) {
      if (isGap(error)) {
        this.token = null;
        this.listener.onGap('the change stream cannot be continued');
      }
    }
    await stream.close().catch(() => undefined); // it may be broken: a new one follows
    if (this.stopped) return;
    this.timer = this.clock.after(REOPEN_MS, () => {
      this.running = this.reopen();
    });
  }

  private progress(token: unknown): void {
    if (typeof token !== 'object' || token === null) return;
    this.token = token;
    this.listener.onProgress(token);
  }

  private async reopen(): Promise<void> {
    if (!this.stopped) await this.follow(this.open());
  }

  private tell(event: ChangeEvent): void {
    const change = toChange(event);
    if (change === null) this.listener.onGap(`a collection was changed as a whole: ${event.operationType}`);
    else this.listener.onChange(change);
  }
}

function toChange(event: ChangeEvent): DatabaseChange | null {
  if (!DOCUMENT_OPERATIONS.has(event.operationType) || !('documentKey' in event) || !('coll' in event.ns))
    return null;
  const { operationType: operation } = event;
  if (operation !== 'insert' && operation !== 'update' && operation !== 'replace' && operation !== 'delete')
    return null;
  return {
    collection: event.ns.coll,
    operation,
    id: String(event.documentKey._id),
    before: 'fullDocumentBeforeChange' in event ? (event.fullDocumentBeforeChange ?? null) : null,
    after: 'fullDocument' in event ? (event.fullDocument ?? null) : null,
    updated: 'updateDescription' in event ? (event.updateDescription.updatedFields ?? null) : null,
  };
}

function isGap(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && GAPS.has(Number(error.code));
}

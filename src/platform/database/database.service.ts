import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { systemClock, type Timer } from '../../kernel/clock.js';
import { ChangeFeed, type ChangeFeedListener, type ResumeToken, type Watched } from './change-feed.js';
import { databaseClock } from './database-clock.js';
import type { DatabaseServer } from './database-server.js';
import { buildIndexes } from './index-builder.js';
import { inTransaction } from './transaction.js';

/** Injection token of the {@link DatabaseServer}. */
export const DATABASE_SERVER = Symbol('DATABASE_SERVER');

const HEARTBEAT_MS = 1000;
const HEARTBEAT_LIMIT_MS = 800;

/**
 * The one connection of this process: builds the indexes at the start, knows whether the database answers and
 * what its clock shows, and closes at the end (after the last request).
 */
@Injectable()
export class DatabaseService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private answered = true;
  private closed = false;
  private timer: Timer | null = null;
  private beat: Promise<void> = Promise.resolve();
  private readonly feeds: ChangeFeed[] = [];

  constructor(
    @InjectConnection() private readonly connection: Connection,
    @Inject(DATABASE_SERVER) private readonly server: DatabaseServer,
  ) {}

  /** True where this process runs the database itself. */
  get embedded(): boolean {
    return this.server.embedded !== null;
  }

  /** False for a standalone server: no transactions, no change streams. */
  get replicated(): boolean {
    return this.server.replicated;
  }

  /** Whether the primary answered within the last seconds. */
  state(): 'up' | 'down' {
    return this.answered && this.connection.readyState === 1 ? 'up' : 'down';
  }

  /** Runs `work` in one transaction; see {@link inTransaction}. */
  inTransaction<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result> {
    return inTransaction(this.connection, work);
  }

  /** Runs `work` with a session and without a transaction: on a standalone server each operation stands for itself. */
  withSession<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result> {
    return this.connection.withSession(work);
  }

  /** Follows collections from `token` on (null: from now on); not on a standalone server. */
  changeFeed(watched: Watched, listener: ChangeFeedListener, token: ResumeToken | null): ChangeFeed {
    const feed = new ChangeFeed(this.connection, watched, listener, token);
    this.feeds.push(feed);
    return feed;
  }

  async onModuleInit(): Promise<void> {
    this.connection
      .getClient()
      .on('topologyDescriptionChanged', ({ previousDescription, newDescription }) => {
        const primary = primaryOf(newDescription);
        if (primaryOf(previousDescription) === primary) return;
        databaseClock.forget();
        void this.heartbeat();
        if (primary !== undefined) for (const feed of this.feeds) void feed.moveToPrimary();
      });
    await this.heartbeat();
    await buildIndexes(this.connection, (line) => this.logger.log(line));
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    this.timer?.cancel();
    await this.beat;
    await this.connection.close();
    await this.server.embedded?.stop();
  }

  private schedule(): void {
    this.timer = systemClock.after(HEARTBEAT_MS, () => {
      void this.heartbeat().then(() => {
        if (!this.closed) this.schedule();
      });
    });
  }

  private heartbeat(): Promise<void> {
    // one after the other: an answer that is overtaken would teach the clock of a primary that is none any more
    this.beat = this.beat.then(() => this.ask());
    return this.beat;
  }

  private async ask(): Promise<void> {
    if (this.closed) return;
    try {
      const hello = await this.connection
        .getClient()
        .db('admin')
        .command(
          { hello: 1 },
          { signal: AbortSignal.timeout(HEARTBEAT_LIMIT_MS), readPreference: 'primary' },
        );
      const { localTime } = hello;
      if (localTime instanceof Date) databaseClock.learn(localTime.getTime(), systemClock.nowMs());
      this.hear(true);
    } catch {
      this.hear(false);
    }
  }

  private hear(answered: boolean): void {
    if (answered !== this.answered) {
      if (answered) this.logger.log('MongoDB answers again');
      else this.logger.warn('MongoDB does not answer');
    }
    this.answered = answered;
  }
}

interface Topology {
  readonly servers: ReadonlyMap<string, { readonly type: string; readonly address: string }>;
}

function primaryOf(topology: Topology): string | undefined {
  for (const { type, address } of topology.servers.values()) {
    if (type === 'RSPrimary' || type === 'Standalone' || type === 'Mongos') return address;
  }
  return undefined;
}

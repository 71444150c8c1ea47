import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Clock, systemClock } from '../../kernel/clock.js';
import { SECOND_MS } from '../../kernel/duration.js';
import { StartRefused } from '../../kernel/errors.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import type { ChangeFeed, ResumeToken } from '../../platform/database/change-feed.js';
import { DatabaseService } from '../../platform/database/index.js';
import { HealthDetails } from '../../platform/health/health-details.js';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheOptions } from '../cache.options.js';
import type { RedisNode } from '../redis-node.js';
import { UnannouncedWrites } from './unannounced-writes.js';

/** Where the place in the change stream is kept, for whoever starts later. */
const NOTE = 'watch';
const SAVE_EVERY_MS = SECOND_MS;

/** Follows the database's change stream as `CACHE_WATCH_DATABASE` says, from where the last process left off. */
@Injectable()
export class DatabaseWatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly clock: Clock = systemClock;
  private feed: ChangeFeed | null = null;
  private savedAtMs = -Infinity;
  private saved: string | null = null;

  constructor(
    private readonly database: DatabaseService,
    private readonly unannounced: UnannouncedWrites,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CACHE_NODE) private readonly node: RedisNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
    health: HealthDetails,
  ) {
    health.register('database_watch', () => ({
      watching: this.isWatching(),
      unannounced: this.unannounced.found,
    }));
  }

  /** @throws StartRefused where the watch is demanded and the database has no change stream */
  async onApplicationBootstrap(): Promise<void> {
    const { watchDatabase } = this.config.cache;
    if (watchDatabase === 'off') return;
    if (!this.database.replicated) {
      const sentence = 'The database is no replica set: writes that nobody announced are not seen.';
      if (watchDatabase === 'on') throw refusal(sentence);
      this.options.logger.warn({}, sentence);
      return;
    }
    this.feed = this.database.changeFeed(
      this.unannounced.watched(),
      {
        onChange: (change) => this.unannounced.onChange(change),
        onProgress: (token) => this.save(token),
        onGap: (reason) => this.unannounced.onGap(reason),
      },
      await this.lastToken(),
    );
    try {
      await this.feed.start();
    } catch (error) {
      if (watchDatabase === 'on') throw refusal('The change stream of the database cannot be opened.', error);
      this.options.logger.warn(
        { err: error },
        'the change stream cannot be opened: writes that nobody announced are not seen until it can',
      );
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.feed?.stop();
  }

  /** Whether the change stream is followed. */
  isWatching(): boolean {
    return this.feed !== null;
  }

  /**
   * Where to go on. What is in Redis may be older than this process: without a place to go on from, changes may have been
   * missed, unless the epoch is so young that nothing was stored yet.
   */
  private async lastToken(): Promise<ResumeToken | null> {
    const { cluster, notes } = this.node;
    if (cluster === null || notes === null) return null;
    const epoch = cluster.epochs.usable();
    const note = epoch === null ? null : await notes.readNote(epoch, NOTE).catch(() => null);
    const token = note === null ? null : tokenFrom(note);
    if (token !== null) return token;
    if (epoch === null || cluster.epochs.quarantineMs() === 0) cluster.epochs.owe();
    return null;
  }

  private save(token: ResumeToken): void {
    const epoch = this.node.cluster?.epochs.usable();
    if (this.node.notes === null || epoch === null || epoch === undefined) return;
    const nowMs = this.clock.nowMs();
    const text = JSON.stringify(token);
    if (nowMs - this.savedAtMs < SAVE_EVERY_MS || text === this.saved) return;
    this.savedAtMs = nowMs;
    this.saved = text;
    this.node.notes.keepNote(epoch, NOTE, text).catch(() => undefined); // the next one will do
  }
}

/** null for a note that is damaged: as if there were none. */
function tokenFrom(note: string): ResumeToken | null {
  try {
    const token: unknown = JSON.parse(note);
    return typeof token === 'object' ? token : null;
  } catch {
    return null;
  }
}

function refusal(why: string, cause?: unknown): StartRefused {
  return new StartRefused(`CACHE_WATCH_DATABASE=on refuses to start. ${why}`, { cause });
}

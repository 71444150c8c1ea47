import { Inject, Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../events/index.js';
import { randomId } from '../../kernel/ids.js';
import type { Watched } from '../../platform/database/change-feed.js';
import type { DatabaseChange } from '../../platform/database/database-change.js';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheNode } from '../cache-node.js';
import type { CacheOptions } from '../cache.options.js';
import type { Scope } from '../coherence/scope.js';
import { InvalidationService } from '../invalidation/invalidation.service.js';

/** What a change of one document of a collection means, had somebody announced it. */
export type ChangeRule = (change: DatabaseChange) => readonly DomainEvent[];

/** How a feature watches a collection. */
export interface WatchedCollection {
  readonly name: string;
  /** What its rule looks at in a whole document, before and after. */
  readonly fields: readonly string[];
  readonly rule: ChangeRule;
}

/** The field in which a document names the announced write that last wrote it. */
export const WRITE_ID_FIELD = 'write_id';

/** Makes true in both tiers what the database says and nobody announced: a shell, another program, a dead writer. */
@Injectable()
export class UnannouncedWrites {
  private readonly registered = new Map<string, WatchedCollection>();
  /** How many changes nobody had announced, since the start. */
  found = 0;

  constructor(
    private readonly invalidation: InvalidationService,
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
  ) {}

  /** A feature says what a change of its collection means. */
  register(collection: WatchedCollection): void {
    this.registered.set(collection.name, collection);
  }

  /** What there is to follow. */
  watched(): Watched {
    const fields = [...this.registered.values()].flatMap((each) => each.fields);
    return { collections: [...this.registered.keys()], fields: [...new Set([WRITE_ID_FIELD, ...fields])] };
  }

  /** A document changed; nothing happens where the write was announced to this process. */
  onChange(change: DatabaseChange): void {
    const scopes = this.scopesOf(change);
    if (scopes.length === 0 || this.wasAnnounced(change, scopes)) return;
    this.found += 1;
    this.options.logger.info({ collection: change.collection }, 'a write that nobody announced');
    for (const scope of scopes) this.node.local.invalidate(scope);
    this.renewGenerations(scopes);
  }

  /** Changes were missed: nothing that is cached can be trusted. */
  onGap(reason: string): void {
    this.options.logger.warn({ reason }, 'changes of the database were missed: the cache begins anew');
    this.node.local.empty();
    this.node.cluster?.epochs.owe();
  }

  private scopesOf(change: DatabaseChange): readonly Scope[] {
    const events = this.registered.get(change.collection)?.rule(change) ?? [];
    return [...new Set(events.flatMap((event) => this.invalidation.scopesOf(event)))];
  }

  private wasAnnounced(change: DatabaseChange, scopes: readonly Scope[]): boolean {
    const { announced } = this.node.local;
    // Every scope, not some: a user's own scopes are in the announcement of each of their deletions.
    if (change.operation === 'delete') return scopes.every((scope) => announced.hasDeletion(scope));
    // Nothing here replaces: somebody wrote the whole document back, with the name of its last announced write in it.
    if (change.operation === 'replace') return false;
    const fields = change.operation === 'update' ? change.updated : change.after;
    const writeId = fields?.[WRITE_ID_FIELD];
    return typeof writeId === 'string' && announced.has(writeId);
  }

  /** As a commit does: what was stored under the old generation is unreachable, what was noted under it is refused. */
  private renewGenerations(scopes: readonly Scope[]): void {
    const { cluster } = this.node;
    if (cluster === null) return;
    const epoch = cluster.epochs.usable();
    if (epoch === null) return cluster.epochs.owe();
    cluster.shared.commit({ epoch, scopes, writeId: randomId() }).catch(() => cluster.epochs.owe());
  }
}

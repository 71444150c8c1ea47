import type { Type } from '@nestjs/common';
import type { DomainEventType, EventOf } from '../../events/index.js';
import type { Caller } from '../../platform/security/caller.js';
import type { Scope } from '../coherence/scope.js';

/** What a policy sees of a request: nothing else may change the answer of a cached route. */
export interface CacheRequest {
  readonly params: Readonly<Record<string, string>>;
  /** The query as `CachePolicy.query` parsed it; `{}` where the policy states no schema. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

/**
 * What an answer depends on besides the request and its scope: a version that all of a resource's answers are made with.
 * It stands in the key, so that a new one makes nothing stale: nobody asks for the old entries any more.
 */
export interface KeyVariant {
  /**
   * Word characters and dashes; at once where this process knows it. Never older than what was announced before the call,
   * and what the handler makes after the call is never made with an older one.
   */
  current(): string | Promise<string>;
}

/** The part of a zod schema that a policy needs. */
export interface QuerySchema {
  safeParse(query: unknown): { success: true; data: Record<string, unknown> } | { success: false };
}

/** Which events make which scopes stale. */
export type StaleRules = {
  readonly [Type in DomainEventType]?: (event: EventOf<Type>) => readonly Scope[];
};

/**
 * All caching facts of one resource. `Body` is what the handler answers.
 */
export interface CachePolicy<Body = unknown> {
  /** The resource's name in metrics, logs and the cache map: bounded, never an id. */
  readonly name: string;
  /** The key as people read it (`assessment:{id}:details`), for the cache map. */
  readonly keyPattern: string;
  /** The scope as people read it, for the cache map. */
  readonly scopePattern: string;
  /**
   * The entry's key, which begins with nothing special: the scope stands before it in Redis. null where the request can
   * have no entry (a malformed id): the handler answers.
   * @param variant what `variant` says at the moment; empty where the policy names none
   */
  key(request: CacheRequest, variant: string): string | null;
  /** The provider of what else stands in the key. Where it fails the request goes to the database, and is not stored. */
  readonly variant?: Type<KeyVariant>;
  scope(request: CacheRequest): Scope;
  /** Lifetime in seconds, chosen from the answer. */
  ttlS(body: Body): number;
  /** Lifetimes as people read them, for the cache map. */
  readonly ttlPattern: string;
  /** The handler's own query schema: a query that does not fit is never answered from the cache. */
  readonly query?: QuerySchema;
  /** False: this request goes to the database and is not stored (`fwd=bypass`). */
  condition?(request: CacheRequest): boolean;
  /** True: the caller asks for a fresh read, which is stored (`fwd=request`). */
  refresh?(request: CacheRequest): boolean;
  /** The owner whom `access` judges by. */
  owner(body: Body, request: CacheRequest): string;
  /**
   * The check that the service makes, here for hits: returns, or throws the same refusal as the service.
   * @throws AccessRefused
   */
  access(ownerId: string, caller: Caller): void;
  /** Reload shortly before the end of the lifetime while the entry is in use; the caller never waits. */
  readonly refreshAhead?: boolean;
  readonly staleBy: StaleRules;
}

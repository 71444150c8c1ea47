import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Caller } from '../../platform/security/caller.js';
import { cacheRequestOf } from '../http/cache-request.js';
import { KeyVariants } from '../http/key-variants.js';
import { type RoutePolicy, RoutePolicies } from '../http/route-policies.js';
import { MANAGER_PREFIX, managerScope } from '../manager/coherent-client.js';
import type { Scope } from '../coherence/scope.js';
import { match } from './key-patterns.js';

/** A cached resource as people read it. */
export interface CachedResource {
  readonly name: string;
  readonly path: string;
  readonly keyPattern: string;
  readonly scopePattern: string;
  readonly ttlPattern: string;
}

/** What a request for a path would ask the cache for. */
export interface FoundRoute {
  readonly resource: string;
  /** null: a request like this one bypasses the cache. */
  readonly key: string | null;
}

interface Route {
  /** `/api/v2/assessments/:id` */
  readonly path: string;
  readonly policy: RoutePolicy;
}

type Handler = Parameters<RoutePolicies['of']>[0];

/** The cached routes of this application: which of them a path belongs to, and with which key. */
@Injectable()
export class CachedRoutes {
  private known: readonly Route[] | null = null;

  constructor(
    private readonly policies: RoutePolicies,
    private readonly variants: KeyVariants,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  resources(): readonly CachedResource[] {
    return this.routes().map(({ path, policy: { policy } }) => ({
      name: policy.name,
      path,
      keyPattern: policy.keyPattern,
      scopePattern: policy.scopePattern,
      ttlPattern: policy.ttlPattern,
    }));
  }

  /**
   * @param target a path with its query, as a client would send it
   * @param caller in whose name: a key may be his alone
   * @returns null where no cached route has this path
   */
  async find(target: string, caller: Caller): Promise<FoundRoute | null> {
    const url = new URL(target, 'http://path');
    for (const { path, policy } of this.routes()) {
      const params = paramsOf(path, url.pathname);
      if (params === null) continue;
      const request = { id: '', headers: {}, params, query: queryOf(url.searchParams), caller };
      const seen = cacheRequestOf(request, policy.policy);
      const bypassed = seen === null || policy.policy.condition?.(seen) === false;
      const variant = await this.variants.of(policy.policy);
      return { resource: policy.policy.name, key: bypassed ? null : policy.key(seen, variant) };
    }
    return null;
  }

  /** The scope of that name; null for one that no cached resource has. */
  scopeNamed(name: string): Scope | null {
    const known = name.startsWith(MANAGER_PREFIX)
      ? managerScope(name.slice(MANAGER_PREFIX.length)) === name
      : this.routes().some(({ policy: { policy } }) => match(policy.scopePattern, name) !== null);
    return known && SCOPE.test(name) ? (name as Scope) : null; // it has the form of one
  }

  private routes(): readonly Route[] {
    return (this.known ??= this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype: unknown = metatype.prototype;
      if (prototype === null || typeof prototype !== 'object') return [];
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler: unknown = Reflect.get(prototype, name);
        if (typeof handler !== 'function' || !isGet(handler)) return [];
        const policy = this.policies.of(handler as Handler); // a method
        return policy === null ? [] : [{ path: pathOf(metatype, handler), policy }];
      });
    }));
  }
}

const SCOPE = /^[\w.:@-]{1,200}$/;

function isGet(handler: object): boolean {
  return Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET;
}

function pathOf(controller: object, handler: object): string {
  const parts = [controller, handler].map((target) => String(Reflect.getMetadata(PATH_METADATA, target)));
  return `/${parts.join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}

function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [place, part] of wanted.entries()) {
    const text = decoded(given[place] ?? '');
    if (text === null) return null;
    if (part.startsWith(':') && text !== '') params[part.slice(1)] = text;
    else if (part !== text) return null;
  }
  return params;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** As the server reads it: what is given several times is a list. */
function queryOf(given: URLSearchParams): Record<string, string | string[]> {
  const names = new Set(given.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const values = given.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

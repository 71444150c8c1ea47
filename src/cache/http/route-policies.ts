import { type ExecutionContext, Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { invariant } from '../../kernel/errors.js';
import { CACHE_KEY, type CacheKeyFactory } from '../decorators/cache-key.decorator.js';
import type { CachePolicy } from '../decorators/cache-policy.js';
import { CACHE_TTL, type CacheTtlFactory } from '../decorators/cache-ttl.decorator.js';
import { CACHE_POLICY } from '../decorators/cached.decorator.js';

/** A cached route as its decorators state it. */
export interface RoutePolicy {
  readonly policy: CachePolicy;
  readonly key: CacheKeyFactory;
  readonly ttlS: CacheTtlFactory;
}

type Handler = ReturnType<ExecutionContext['getHandler']>;

/** Reads the decorators of a handler once. */
@Injectable()
export class RoutePolicies {
  private readonly known = new Map<unknown, RoutePolicy | null>();

  constructor(
    private readonly reflector: Reflector,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  of(handler: Handler): RoutePolicy | null {
    let route = this.known.get(handler);
    if (route === undefined) this.known.set(handler, (route = this.read(handler)));
    return route;
  }

  /** Every policy that stands on a route of this application. */
  all(): readonly CachePolicy[] {
    const policies = new Set<CachePolicy>();
    for (const { instance } of this.discovery.getControllers()) {
      const prototype: unknown =
        instance === null || instance === undefined ? null : Object.getPrototypeOf(instance);
      if (prototype === null || typeof prototype !== 'object') continue;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler: unknown = Reflect.get(prototype, name);
        const policy = typeof handler === 'function' ? this.of(handler as Handler)?.policy : undefined; // a method
        if (policy !== undefined) policies.add(policy);
      }
    }
    return [...policies];
  }

  private read(handler: Handler): RoutePolicy | null {
    const policy = this.reflector.get<CachePolicy | undefined>(CACHE_POLICY, handler);
    if (policy === undefined) {
      const alone = [CACHE_KEY, CACHE_TTL].filter((name) => Reflect.hasMetadata(name, handler));
      invariant(alone.length === 0, `${handler.name}: @CacheKey and @CacheTTL do nothing without @Cached`);
      return null;
    }
    return {
      policy,
      key: this.reflector.get<CacheKeyFactory>(CACHE_KEY, handler),
      ttlS: this.reflector.get<CacheTtlFactory>(CACHE_TTL, handler),
    };
  }
}

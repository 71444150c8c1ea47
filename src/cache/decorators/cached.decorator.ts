import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { CachePolicy } from './cache-policy.js';
import { CacheKey } from './cache-key.decorator.js';
import { CacheTTL } from './cache-ttl.decorator.js';

export const CACHE_POLICY = 'inframind:cache-policy';
export const NOT_CACHED = 'inframind:not-cached';

/** Serves this GET through the cache as `policy` says: composes key, lifetime, scope, condition and access. */
export const Cached = <Body>(policy: CachePolicy<Body>) =>
  applyDecorators(
    CacheKey((request) => policy.key(request)),
    CacheTTL((body) => policy.ttlS(body as Body)), // the handler's own answer: the policy is written for it
    SetMetadata(CACHE_POLICY, policy),
  );

/** This GET always asks the database, and why: every GET states one or the other (a test walks all routes). */
export const NotCached = (reason: string) => SetMetadata(NOT_CACHED, reason);

import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { NOT_CACHED, NotCached } from '../../platform/http/not-cached.decorator.js';
import type { CachePolicy } from './cache-policy.js';
import { CacheKey } from './cache-key.decorator.js';
import { CacheTTL } from './cache-ttl.decorator.js';

export { NOT_CACHED, NotCached };
export const CACHE_POLICY = 'inframind:cache-policy';

/** Serves this GET through the cache as `policy` says: composes key, lifetime, scope, condition and access. */
export const Cached = <Body>(policy: CachePolicy<Body>) =>
  applyDecorators(
    CacheKey((request, variant) => policy.key(request, variant)),
    CacheTTL((body) => policy.ttlS(body as Body)), // the handler's own answer: the policy is written for it
    SetMetadata(CACHE_POLICY, policy),
    ApiHeader({
      name: 'If-None-Match',
      description: 'The `ETag` of an earlier answer: 304 if it is still the one.',
      required: false,
    }),
    ApiHeader({
      name: 'Cache-Control',
      description: '`no-cache`, `max-age`, `no-store` or `only-if-cached`.',
      required: false,
    }),
    ApiResponse({ status: 304, description: 'The client holds this representation.' }),
    ApiResponse({ status: 504, description: '`only-if-cached`, and no tier has the answer.' }),
  );

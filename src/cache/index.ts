export { type Scope, scope } from './coherence/scope.js';
export { CacheKey } from './decorators/cache-key.decorator.js';
export type { CachePolicy, CacheRequest, StaleRules } from './decorators/cache-policy.js';
export { CacheTTL } from './decorators/cache-ttl.decorator.js';
export { Cached, NotCached } from './decorators/cached.decorator.js';
export { etagOf, ifMatchHolds, jsonBytes } from './http/etag.js';
export { EtagInterceptor } from './http/etag.interceptor.js';

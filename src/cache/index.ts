export {
  type CacheProbe,
  CacheProbes,
  type ProbeAnswer,
  type ProbeRoom,
} from './admin/cache-probe.service.js';
export { CacheAdmin, type EntryFacts, type Explanation } from './admin/cache-admin.service.js';
export { CachedRoutes, type CachedResource } from './admin/cached-routes.js';
export { CacheModule } from './cache.module.js';
export { type CacheOptions, cacheOptionsOf } from './cache.options.js';
export { type Scope, scope } from './coherence/scope.js';
export { CacheKey } from './decorators/cache-key.decorator.js';
export type { CachePolicy, CacheRequest, KeyVariant, StaleRules } from './decorators/cache-policy.js';
export { CacheTTL } from './decorators/cache-ttl.decorator.js';
export { Cached, NotCached } from './decorators/cached.decorator.js';
export { etagOf, ifMatchHolds, jsonBytes } from './http/etag.js';
export { EtagInterceptor } from './http/etag.interceptor.js';
export { InvalidationService } from './invalidation/invalidation.service.js';
export { OutcomeRecorder } from './outcome-recorder.js';
export { ScopedWrites } from './scoped-writes.js';
export { type HotValue, HotValues } from './manager/hot-values.js';
export { CACHE_MANAGER } from './manager/manager-cache.js';
export { MANAGER_PREFIX, managerScope } from './manager/coherent-client.js';
export { type Beat, CachePulse, type PulseState } from './telemetry/cache-pulse.js';
export { type Instance } from './telemetry/instances.js';
export { type Latency, LATENCY_BOUNDS_MS } from './telemetry/latency-window.js';
export { instanceStatus } from './telemetry/instance-status.js';
export type { ReadCourse } from './telemetry/read-course.js';
export { ANSWERERS, type FinishedRead, ReadTelemetry } from './telemetry/read-telemetry.js';
export type { SeenWrite } from './telemetry/seen-writes.js';

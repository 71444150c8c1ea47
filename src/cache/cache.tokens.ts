/** Injection token of the assembled {@link CacheNode}. */
export const CACHE_NODE = Symbol('CACHE_NODE');
/** Injection token of the {@link CacheOptions}. */
export const CACHE_OPTIONS = Symbol('CACHE_OPTIONS');

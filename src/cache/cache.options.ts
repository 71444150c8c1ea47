import type { Logger } from 'pino';
import type { Config, RedisConfig } from '../platform/config/index.js';

/** All that the cache room must be told; an application without the rest of the house gives it in code. */
export interface CacheOptions {
  /** The name of this process among the others. */
  readonly instanceId: string;
  /** null: one process, one tier. */
  readonly redis: RedisConfig | null;
  readonly enabled: boolean;
  readonly l1: { readonly enabled: boolean; readonly maxBytes: number; readonly maxEntries: number };
  readonly l2: { readonly enabled: boolean; readonly budgetMs: number };
  readonly maxEntryBytes: number;
  readonly prefix: string;
  readonly consistency: 'available' | 'strict';
  readonly ackWaitMs: number;
  readonly leaseMs: number;
  readonly pendingMs: number;
  readonly isolatedL1Ms: number;
  readonly staleIfErrorS: number;
  /** No load lasts longer: a flight waits so long for another. */
  readonly loadBoundMs: number;
  readonly debugHeaders: boolean;
  readonly logger: Logger;
}

/** What the house is configured with. */
export function cacheOptionsOf(config: Config, logger: Logger): CacheOptions {
  return {
    ...config.cache,
    instanceId: config.instanceId,
    redis: config.redis,
    loadBoundMs: config.mongodb.maxTimeMs,
    logger,
  };
}

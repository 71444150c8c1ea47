import {
  type DynamicModule,
  Global,
  Inject,
  type InjectionToken,
  Module,
  type OnApplicationShutdown,
  type OptionalFactoryDependency,
} from '@nestjs/common';
import { APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { EventsModule } from '../events/index.js';
import { CACHE_NODE, CACHE_OPTIONS } from './cache.tokens.js';
import type { CacheOptions } from './cache.options.js';
import { CacheAdmin } from './admin/cache-admin.service.js';
import { CachedRoutes } from './admin/cached-routes.js';
import { CacheProbes } from './admin/cache-probe.service.js';
import { CacheHealth } from './cache-health.js';
import { CacheInterceptor } from './http/cache.interceptor.js';
import { KeyVariants } from './http/key-variants.js';
import { RoutePolicies } from './http/route-policies.js';
import { CacheMetrics } from './telemetry/cache-metrics.js';
import { InvalidationService } from './invalidation/invalidation.service.js';
import { OutcomeRecorder } from './outcome-recorder.js';
import { CachePulse } from './telemetry/cache-pulse.js';
import { OwnStatus } from './telemetry/own-status.js';
import { ReadTelemetry } from './telemetry/read-telemetry.js';
import { WriteJournal } from './telemetry/write-journal.js';
import { ScopedWrites } from './scoped-writes.js';
import { HotValues } from './manager/hot-values.js';
import { CACHE_MANAGER, createManagerCache } from './manager/manager-cache.js';
import { closeRedisNode, openRedisNode, type RedisNode } from './redis-node.js';

export interface CacheModuleAsyncOptions {
  readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[];
  readonly useFactory: (...args: never[]) => CacheOptions | Promise<CacheOptions>;
}

/** The cache room as a Nest module: the interceptor on every route, the tiers, the protocol. */
@Global()
@Module({})
export class CacheModule implements OnApplicationShutdown {
  constructor(@Inject(CACHE_NODE) private readonly node: RedisNode) {}

  static forRoot(options: CacheOptions): DynamicModule {
    return CacheModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({ inject, useFactory }: CacheModuleAsyncOptions): DynamicModule {
    return {
      module: CacheModule,
      imports: [DiscoveryModule, EventsModule],
      providers: [
        { provide: CACHE_OPTIONS, inject: [...(inject ?? [])], useFactory },
        { provide: CACHE_NODE, inject: [CACHE_OPTIONS], useFactory: openRedisNode },
        { provide: CACHE_MANAGER, inject: [CACHE_NODE], useFactory: createManagerCache },
        { provide: APP_INTERCEPTOR, useClass: CacheInterceptor },
        CacheAdmin,
        CacheHealth,
        CacheMetrics,
        CacheProbes,
        HotValues,
        InvalidationService,
        KeyVariants,
        OutcomeRecorder,
        RoutePolicies,
        ScopedWrites,
        WriteJournal,
        ReadTelemetry,
        OwnStatus,
        CachePulse,
        CachedRoutes,
      ],
      exports: [
        CacheAdmin,
        CachedRoutes,
        CacheProbes,
        CachePulse,
        CACHE_MANAGER,
        CACHE_NODE,
        CACHE_OPTIONS,
        HotValues,
        InvalidationService,
        OutcomeRecorder,
        ReadTelemetry,
        RoutePolicies,
        ScopedWrites,
      ],
    };
  }

  /** The last hook: requests still run before. */
  async onApplicationShutdown(): Promise<void> {
    await closeRedisNode(this.node);
  }
}

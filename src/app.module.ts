import { type DynamicModule, Module } from '@nestjs/common';
import { CacheModule, cacheOptionsOf } from './cache/index.js';
import { WatchModule } from './cache/watch/index.js';
import { EventsModule } from './events/index.js';
import { AssessmentsModule } from './features/assessments/index.js';
import { TasksModule } from './features/tasks/index.js';
import { ConsoleModule } from './features/console/index.js';
import { CacheDemoModule } from './features/cache-demo/index.js';
import { DashboardModule } from './features/dashboard/index.js';
import { RecommendationsModule } from './features/recommendations/index.js';
import { UsersModule } from './features/users/index.js';
import { CONFIG, type Config, ConfigModule } from './platform/config/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { HealthModule } from './platform/health/index.js';
import { LOGGER, LoggingModule } from './platform/logging/index.js';
import { MetricsModule } from './platform/metrics/index.js';
import { QueueModule } from './platform/queue/index.js';
import { RedisModule } from './platform/redis/index.js';
import { SecurityModule } from './platform/security/security.module.js';

/** The whole service, put together from its rooms, the lower before the higher. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule,
        DatabaseModule,
        RedisModule,
        QueueModule,
        MetricsModule,
        HealthModule,
        SecurityModule,
        EventsModule,
        CacheModule.forRootAsync({ inject: [CONFIG, LOGGER], useFactory: cacheOptionsOf }),
        WatchModule,
        UsersModule,
        AssessmentsModule,
        DashboardModule,
        CacheDemoModule.forRoot(config),
        ConsoleModule.forRoot(config),
        TasksModule,
        RecommendationsModule,
      ],
    };
  }
}

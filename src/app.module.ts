import { type DynamicModule, Module } from '@nestjs/common';
import { EventsModule } from './events/index.js';
import { type Config, ConfigModule } from './platform/config/index.js';
import { HealthModule } from './platform/health/index.js';
import { LoggingModule } from './platform/logging/index.js';
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
        RedisModule,
        HealthModule,
        SecurityModule,
        EventsModule,
      ],
    };
  }
}

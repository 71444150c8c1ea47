import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../../platform/config/index.js';
import { CacheDemoController } from './cache-demo.controller.js';
import { CacheDemoRepository } from './cache-demo.repository.js';
import { CacheDemoService } from './cache-demo.service.js';
import { CacheMeasurements } from './cache-measurements.js';

/** The cache, shown by numbers; nothing of it exists where it is switched off. */
@Module({})
export class CacheDemoModule {
  static forRoot({ cache }: Config): DynamicModule {
    if (!cache.demoEnabled) return { module: CacheDemoModule };
    return {
      module: CacheDemoModule,
      controllers: [CacheDemoController],
      providers: [CacheDemoService, CacheMeasurements, CacheDemoRepository],
    };
  }
}

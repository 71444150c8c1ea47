import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../../platform/config/index.js';
import { CacheAdminController } from './cache-admin.controller.js';
import { CacheAdminService } from './cache-admin.service.js';
import { ConsolePageController } from './console-page.controller.js';
import { ConsoleStream } from './console-stream.js';
import { SampleSession } from './sample-session.js';
import { SampleSessionController } from './sample-session.controller.js';
import { TriedRequest } from './tried-request.js';

/** The console: a page where one sees the cache at work, and the API that it uses. */
@Module({})
export class ConsoleModule {
  static forRoot({ production }: Config): DynamicModule {
    const controllers = [CacheAdminController, ConsolePageController];
    return {
      module: ConsoleModule,
      controllers: production ? controllers : [...controllers, SampleSessionController],
      providers: [CacheAdminService, ConsoleStream, TriedRequest, ...(production ? [] : [SampleSession])],
    };
  }
}

import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/index.js';
import { createLogger, LOGGER } from './logger.js';

/** Gives {@link LOGGER} to every room. */
@Global()
@Module({
  providers: [{ provide: LOGGER, useFactory: createLogger, inject: [CONFIG] }],
  exports: [LOGGER],
})
export class LoggingModule {}

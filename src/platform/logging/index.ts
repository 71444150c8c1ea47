export type { Logger } from 'pino';
export { createLogger, LOGGER, loggerTo } from './logger.js';
export { LoggingModule } from './logging.module.js';
export { NestPinoLogger } from './nest-pino-logger.js';

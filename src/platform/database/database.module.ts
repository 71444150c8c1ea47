import { Global, Module } from '@nestjs/common';
import { MongooseModule, type MongooseModuleFactoryOptions } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { type Config, CONFIG } from '../config/index.js';
import { connectionOptions } from './connection-options.js';
import { type DatabaseServer, openDatabaseServer } from './database-server.js';
import { DATABASE_SERVER, DatabaseService } from './database.service.js';
import { setOperationLimits } from './operation-limits.js';
import { timeLimitsPlugin } from './time-limits.plugin.js';

/** Each waits for as long as the server is given to be found: together half a minute. */
const CONNECT_ATTEMPTS = 10;
const CONNECT_AGAIN_MS = 500;

/** The server alone: what the connection waits for. */
@Module({
  providers: [{ provide: DATABASE_SERVER, inject: [CONFIG], useFactory: openDatabaseServer }],
  exports: [DATABASE_SERVER],
})
class DatabaseServerModule {}

/** MongoDB for the whole application; features add their models with `MongooseModule.forFeature`. */
@Global()
@Module({
  imports: [
    DatabaseServerModule,
    MongooseModule.forRootAsync({
      imports: [DatabaseServerModule],
      inject: [CONFIG, DATABASE_SERVER],
      useFactory: mongooseOptions,
    }),
  ],
  providers: [DatabaseService],
  exports: [DatabaseService],
})
export class DatabaseModule {}

function mongooseOptions(config: Config, server: DatabaseServer): MongooseModuleFactoryOptions {
  const { maxTimeMs } = config.mongodb;
  setOperationLimits({ maxTimeMs, linearizable: config.cache.consistency === 'strict' });
  return {
    ...connectionOptions(maxTimeMs),
    uri: server.uri,
    // the server answered a moment ago; one that stands still just now, or loses its connections, is tried again
    retryAttempts: CONNECT_ATTEMPTS,
    retryDelay: CONNECT_AGAIN_MS,
    onConnectionCreate: (connection: Connection) => {
      // operators in a filter are ours (mongoose.trusted) or refused
      connection.set('sanitizeFilter', true);
      connection.plugin(timeLimitsPlugin);
    },
  };
}

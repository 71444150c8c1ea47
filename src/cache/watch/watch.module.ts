import { Global, Module } from '@nestjs/common';
import { DatabaseWatcher } from './database-watcher.js';
import { UnannouncedWrites } from './unannounced-writes.js';

/** Follows the database beside the cache; an application without MongoDB takes the cache and leaves this. */
@Global()
@Module({ providers: [DatabaseWatcher, UnannouncedWrites], exports: [DatabaseWatcher, UnannouncedWrites] })
export class WatchModule {}

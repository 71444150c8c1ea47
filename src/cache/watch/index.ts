export { type ChangeRule, UnannouncedWrites, type WatchedCollection } from './unannounced-writes.js';
export { WatchModule } from './watch.module.js';

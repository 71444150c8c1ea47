export { type ChangeRule, UnannouncedWrites } from './unannounced-writes.js';
export { WatchModule } from './watch.module.js';

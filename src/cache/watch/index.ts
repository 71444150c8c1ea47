export { type ChangeRule, UnannouncedWrites, WRITE_ID_FIELD } from './unannounced-writes.js';
export { WatchModule } from './watch.module.js';

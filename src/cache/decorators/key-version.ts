/**
 * Something beside the request that changes answers without a write to what was cached: its version stands at the end of
 * the keys of a policy that names it, so that a new version needs no mass invalidation.
 *
 * The answer must be made with this version or a newer one: what is asked for after an announced version may never be
 * found under an older one's key.
 */
export interface KeyVersion {
  /** Synchronous wherever it can be: it is asked for with every request. */
  currentVersion(): number | Promise<number>;
}

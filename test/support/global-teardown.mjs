/** Where this does not run (an interrupted run), the servers' keepers do the same. */
export default async function globalTeardown() {
  const { stopTestServers } = /** @type {{ stopTestServers?: () => Promise<unknown> }} */ (globalThis);
  await stopTestServers?.();
}

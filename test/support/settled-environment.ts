import { Redis } from 'ioredis';
import { serverIdentity } from '../../src/cache/tiers/redis-identity.js';
import { RedisTier } from '../../src/cache/tiers/redis.tier.js';
import { randomId } from '../../src/kernel/ids.js';
import { ownEnvironment } from './service-process.js';

/**
 * The variables of a test's own corner whose cache has been in use for long: nobody waits for the end of the quarantine that a
 * new one begins with, and so nothing else must be short for its sake.
 */
export async function settledEnvironment(): Promise<Record<string, string>> {
  const env = ownEnvironment();
  await settleCache(env['REDIS_URL'] ?? '', env['CACHE_PREFIX'] ?? '');
  return env;
}

/** Makes the first epoch of a cache, as of one that has been in use for long; one that there is stays. */
export async function settleCache(url: string, prefix: string): Promise<void> {
  const client = new Redis(url);
  try {
    const server = await serverIdentity(client);
    const names = { id: randomId(), clearId: randomId() };
    const tier = new RedisTier(client, prefix);
    await tier.renewEpoch(null, { ...names, dataServer: server, busServer: server, quarantineMs: 0 });
  } finally {
    client.disconnect();
  }
}

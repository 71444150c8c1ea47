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
  const client = new Redis(env['REDIS_URL'] ?? '');
  try {
    const server = await serverIdentity(client);
    const names = { id: randomId(), clearId: randomId() };
    const tier = new RedisTier(client, env['CACHE_PREFIX'] ?? '');
    await tier.renewEpoch(null, { ...names, dataServer: server, busServer: server, quarantineMs: 0 });
  } finally {
    client.disconnect();
  }
  return env;
}

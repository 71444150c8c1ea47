import type { Config } from '../../platform/config/index.js';
import type { SwitchesAnswer } from './cache-admin.dto.js';

type Switch = SwitchesAnswer['switches'][number];

/**
 * What the environment has switched, by the variables' names. They are changed there. Of secrets, addresses and folders
 * only whether there is one.
 */
export function switchesOf(config: Config): readonly Switch[] {
  return [...cacheSwitches(config), ...surroundings(config)];
}

function cacheSwitches({ cache }: Config): Switch[] {
  return [
    one('CACHE_ENABLED', cache.enabled, 'Off: every request goes to the database.'),
    one('CACHE_L1_ENABLED', cache.l1.enabled, 'The tier in the memory of each instance.'),
    one('CACHE_L2_ENABLED', cache.l2.enabled, 'The tier in Redis.'),
    one('CACHE_CONSISTENCY', cache.consistency, 'available, or strict: linearizable under any fault.'),
    one('CACHE_L1_MAX_BYTES', cache.l1.maxBytes, 'Most bytes in memory.'),
    one('CACHE_L1_MAX_ENTRIES', cache.l1.maxEntries, 'Most entries in memory.'),
    one('CACHE_MAX_ENTRY_BYTES', cache.maxEntryBytes, 'A larger answer is not stored.'),
    one('CACHE_PREFIX', cache.prefix, 'What all keys in Redis begin with.'),
    one('CACHE_ACK_WAIT_MS', cache.ackWaitMs, 'available: how long a write waits for acknowledgements.'),
    one(
      'CACHE_LEASE_MS',
      cache.leaseMs,
      'How long an instance may use its memory without hearing from Redis.',
    ),
    one('CACHE_PENDING_MS', cache.pendingMs, 'How long a write may be pending.'),
    one('CACHE_ISOLATED_L1_MS', cache.isolatedL1Ms, 'available: longest lifetime in memory without the bus.'),
    one('CACHE_L2_BUDGET_MS', cache.l2.budgetMs, 'All Redis work of one request together.'),
    one('CACHE_STALE_IF_ERROR_S', cache.staleIfErrorS, 'How long an expired entry may stand in; 0: never.'),
    one('CACHE_WATCH_DATABASE', cache.watchDatabase, 'Follow the change stream: writes by others are seen.'),
    one('CACHE_DEMO_ENABLED', cache.demoEnabled, 'The routes under /api/v2/cache-demo.'),
    one('CACHE_DEBUG_HEADERS', cache.debugHeaders, 'Key, scope and reason in the answers.'),
  ];
}

function surroundings({
  production,
  instanceId,
  auth,
  mongodb,
  redis,
  sampleData,
  workerInline,
}: Config): Switch[] {
  return [
    one(
      'NODE_ENV',
      production ? 'production' : 'not production',
      'Production has no samples and no one-click login.',
    ),
    one('INSTANCE_ID', instanceId, 'The name of this instance.'),
    one(
      'REDIS_URL',
      presence((redis?.urls.length ?? 0) > 0),
      'Where Redis is; without it one tier, one instance.',
    ),
    one('REDIS_SENTINELS', presence((redis?.sentinels.length ?? 0) > 0), 'Instead of REDIS_URL.'),
    one(
      'REDIS_BUS_URL',
      presence(redis !== null && redis.busUrls !== null),
      'A Redis of its own for the bus.',
    ),
    one('MONGODB_URI', mongodb.uri === null ? 'not set (embedded)' : 'set', 'Where MongoDB is.'),
    one('MONGODB_MAX_TIME_MS', mongodb.maxTimeMs, 'No database operation lasts longer.'),
    one(
      'JWT_SECRET',
      auth.jwtSecretGenerated ? 'not set (made at the start)' : 'set',
      'Signs access tokens.',
    ),
    one('ACCESS_TOKEN_TTL_S', auth.accessTokenTtlS, 'Lifetime of access tokens.'),
    one('RATE_LIMIT_PER_MINUTE', auth.rateLimitPerMinute, 'Requests for each user or address; 0: no limit.'),
    one('SAMPLE_DATA', sampleData, 'Fill an empty embedded database with samples.'),
    one('WORKER_INLINE', workerInline, 'This process runs jobs, too.'),
  ];
}

function one(variable: string, value: string | number | boolean, meaning: string): Switch {
  return { variable, value: typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value), meaning };
}

function presence(there: boolean): string {
  return there ? 'set' : 'not set';
}

import { z } from 'zod';
import { wholeNumberInQuery } from '../../platform/http/index.js';
import { KEYS } from './algorithms/traffic.js';

export const performanceQuery = z.object({
  iterations: wholeNumberInQuery(1, 100).default(20).describe('20 if not given'),
});
export type PerformanceQuery = z.output<typeof performanceQuery>;

const SEED_MAX = 4_294_967_295;

export const hitRateQuery = z.object({
  requests: wholeNumberInQuery(10, 10_000).default(1_000).describe('1,000 if not given'),
  room: wholeNumberInQuery(1, KEYS)
    .default(20)
    .describe(`how many of the ${KEYS} keys have room, in both tiers together; 20 if not given`),
  seed: wholeNumberInQuery(0, SEED_MAX)
    .optional()
    .describe('the same seed, the same traffic; drawn if not given'),
});
export type HitRateQuery = z.output<typeof hitRateQuery>;

/** `assessment:<id>:*`, or a key. */
export const patternParam = z
  .string()
  .max(200)
  .meta({ description: 'a scope with `:*` behind it (`assessment:<id>:*`), or an exact key' });

const many = z.int().min(0);
const percent = z.number().max(100);
const durationMs = z.number().min(0);

const outcomes = z.strictObject({
  l1_hits: many,
  l2_hits: many,
  stale_hits: many.describe('expired answers that stood in for a failing database'),
  collapsed: many.describe('answered by the load of another request'),
  loads: many.describe('read from the database for the cache'),
  bypassed: many.describe('filters, or the cache is switched off'),
  total_requests: many,
  hit_rate: percent.nullable().describe('of the requests that did not bypass; null before any'),
});
export type Outcomes = z.output<typeof outcomes>;

export const demoStats = z
  .strictObject({
    instance_id: z.string(),
    enabled: z.boolean(),
    mode: z.enum(['available', 'strict']),
    l1: z.strictObject({
      enabled: z.boolean(),
      entries: many,
      bytes: many,
      max_entries: many,
      max_bytes: many,
    }),
    l2: z.strictObject({
      enabled: z.boolean(),
      usable: z.boolean(),
      circuit: z.enum(['closed', 'open', 'half-open']).nullable(),
    }),
    quarantine_ms: z.number().min(0),
    total: outcomes,
    resources: z.array(outcomes.extend({ resource: z.string() })),
  })
  .meta({ id: 'CacheDemoStats' });
export type DemoStats = z.output<typeof demoStats>;

export const purged = z
  .strictObject({ purged: many.describe('scopes that were made stale, with all their entries in all tiers') })
  .meta({ id: 'CacheDemoPurged' });
export type Purged = z.output<typeof purged>;

const durations = z.strictObject({
  avg_time_ms: durationMs,
  min_time_ms: durationMs,
  max_time_ms: durationMs,
  p95_time_ms: durationMs,
});

export const performanceTest = z
  .strictObject({
    tests: z.strictObject({
      database_only: durations,
      l2: durations.nullable().describe('null where L2 is off or does not answer'),
      with_cache: durations.describe('as a request would read: L1 where it is on'),
    }),
    performance_improvement: z.strictObject({
      speedup_factor: z.number().min(0),
      time_saved_percentage: percent,
    }),
  })
  .meta({ id: 'CacheDemoPerformance' });
export type PerformanceTest = z.output<typeof performanceTest>;

export const hitRateTest = z
  .strictObject({
    test_config: z.strictObject({
      total_requests: many,
      access_pattern: z.string(),
      room: z
        .strictObject({ l1: many, l2: many })
        .describe(
          'entries that the test leaves in each tier: fewer than its keys, or the rates would be one',
        ),
      seed: z.int().min(0).max(SEED_MAX),
    }),
    cache_statistics: z.strictObject({
      l1_hits: many,
      l2_hits: many,
      loads: many,
      total_requests: many.describe('fewer than were asked for where the time was over'),
      hit_rate: percent,
      best_possible_hit_rate: percent.describe(
        'of one cache with the room of both tiers that knows the future (Belady)',
      ),
      lru_hit_rate: percent.describe(
        'of one cache with the room of both tiers that drops what was not used longest',
      ),
      explanation: z.string().describe('why the three rates differ, or do not'),
    }),
    performance: z.strictObject({ avg_response_time_ms: durationMs }),
  })
  .meta({ id: 'CacheDemoHitRate' });
export type HitRateTest = z.output<typeof hitRateTest>;

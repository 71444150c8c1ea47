import { z } from 'zod';
import { ANSWERERS, instanceStatus } from '../../cache/index.js';
import { oneLine } from '../../platform/http/index.js';

const LONGEST_KEY = 300;
const LONGEST_PATH = 1_000;
const ms = z.number();

const path = oneLine(LONGEST_PATH)
  .refine((value) => value.startsWith('/api/'), { error: 'Expected a path like /api/v2/assessments/….' })
  .refine((value) => URL.canParse(value, 'http://path'), { error: 'This is not a path.' })
  .meta({ pattern: '^/api/' });

export const explainQuery = z
  .object({
    key: oneLine(LONGEST_KEY).optional().describe('A key, as X-Cache-Key shows it.'),
    path: path.optional().describe('A path of a cached route; its key is yours, as its caller.'),
  })
  .refine(({ key, path: given }) => (key === undefined) !== (given === undefined), {
    path: ['key'],
    error: 'Give a key or a path, and not both.',
  });
export type ExplainQuery = z.output<typeof explainQuery>;

export const purgeBody = z.strictObject({ scope: oneLine(200) }).meta({ id: 'CachePurge' });
export type PurgeBody = z.output<typeof purgeBody>;

export const tryBody = z
  .strictObject({
    path,
    fresh: z.boolean().optional().describe('Pass by the tiers (`Cache-Control: no-cache`).'),
  })
  .meta({ id: 'CacheTrial' });
export type TryBody = z.output<typeof tryBody>;

const entryFacts = z.object({
  owner_id: z.string(),
  etag: z.string(),
  generation: z.string(),
  size_bytes: z.int(),
  age_ms: ms,
  ttl_ms: ms.meta({ description: 'Zero or less: expired.' }),
});

export const explanationAnswer = z
  .object({
    key: z.string(),
    scope: z.string(),
    resource: z.string(),
    instance_id: z.string(),
    generation: z.string().nullable(),
    pending: z.boolean().meta({ description: 'A write of the scope is under way.' }),
    quarantine_ms: ms,
    l1: entryFacts.nullable(),
    l2: entryFacts.nullable(),
    next: z.enum(['l1', 'l2', 'database']).meta({ description: 'Who will answer the next read here.' }),
    reason: z.string(),
  })
  .meta({ id: 'CacheExplanation' });
export type ExplanationAnswer = z.output<typeof explanationAnswer>;

export const purgeAnswer = z.object({ scope: z.string(), took_ms: ms }).meta({ id: 'CachePurged' });
export type PurgeAnswer = z.output<typeof purgeAnswer>;

const step = z.object({
  station: z.enum(['l1', 'l2', 'database']),
  result: z.enum([
    'hit',
    'miss',
    'passed',
    'off',
    'no-answer',
    'loaded',
    'shared',
    'stale',
    'not-asked',
    'nothing',
    'refused',
    'failed',
  ]),
  took_ms: ms.nullable(),
  note: z.string().meta({ description: 'What happened there, as a sentence.' }),
});

export const journeyAnswer = z
  .object({
    path: z.string(),
    resource: z.string(),
    key: z.string().nullable(),
    scope: z.string().nullable(),
    instance_id: z.string(),
    status: z.int(),
    cache_status: z.string().nullable(),
    took_ms: ms,
    size_bytes: z.int(),
    stored: z.boolean(),
    steps: z.array(step),
  })
  .meta({ id: 'CacheJourney' });
export type JourneyAnswer = z.output<typeof journeyAnswer>;
export type JourneyStep = JourneyAnswer['steps'][number];

const latency = z.object({
  count: z.int(),
  p50_ms: ms.nullable(),
  p95_ms: ms.nullable(),
  p99_ms: ms.nullable(),
  mean_ms: ms.nullable(),
  buckets: z
    .array(z.int())
    .meta({ description: 'How many took no longer than the bound at the same place.' }),
});

const perSecond = z.object({ l1: ms, l2: ms, shared: ms, stale: ms, database: ms } satisfies Record<
  (typeof ANSWERERS)[number],
  typeof ms
>);
const sample = z.object({ at: z.iso.datetime(), per_second: perSecond });
export type SampleAnswer = z.output<typeof sample>;

const instance = z.object({
  state: z.enum(['up', 'gone', 'unknown']),
  own: z.boolean().meta({ description: 'The instance that answers this request.' }),
  silent_ms: ms,
  ...instanceStatus.shape,
});

const write = z.object({
  instance_id: z.string(),
  sequence: z.int(),
  at: z.iso.datetime(),
  type: z.string(),
  scopes: z.array(z.string()).meta({ description: 'The first of them.' }),
  scope_count: z.int(),
  outcome: z.enum(['written', 'failed', 'unknown']),
  begin_ms: ms,
  write_ms: ms,
  commit_ms: ms.nullable(),
});

/** What changes from second to second. */
export const pulseFields = {
  instances: z.array(instance),
  others: z.enum(['none', 'heard', 'unreachable']).meta({
    description: 'Whether other instances can be heard: there is no Redis, it answers, it does not.',
  }),
  latency: z
    .object({ l1: latency, l2: latency, database: latency })
    .meta({ description: 'Of this instance.' }),
  writes: z.array(write).meta({ description: 'The last writes of all instances, the oldest first.' }),
};

export const overviewAnswer = z
  .object({
    instance_id: z.string(),
    at: z.iso.datetime(),
    samples: z.array(sample).meta({ description: 'Reads a second of all instances, a second apart.' }),
    latency_bounds_ms: z.array(ms),
    resources: z.array(
      z.object({
        name: z.string(),
        path: z.string(),
        key_pattern: z.string(),
        scope_pattern: z.string(),
        lifetime: z.string(),
      }),
    ),
    ...pulseFields,
  })
  .meta({ id: 'CacheOverview' });
export type OverviewAnswer = z.output<typeof overviewAnswer>;

/** One beat of the stream. */
export type BeatAnswer = Pick<OverviewAnswer, 'at' | 'instances' | 'others' | 'writes'> & {
  readonly sample?: SampleAnswer;
  readonly latency?: OverviewAnswer['latency'];
};

export const switchesAnswer = z
  .object({
    switches: z.array(
      z.object({
        variable: z.string(),
        value: z
          .string()
          .meta({ description: 'As it stands; of secrets and addresses only whether there is one.' }),
        meaning: z.string(),
      }),
    ),
  })
  .meta({ id: 'CacheSwitches' });
export type SwitchesAnswer = z.output<typeof switchesAnswer>;

export const sampleSessionOffer = z.object({ available: z.boolean() }).meta({ id: 'SampleSessionOffer' });
export type SampleSessionOffer = z.output<typeof sampleSessionOffer>;

export const sampleSessionAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int(),
    user_id: z.string(),
  })
  .meta({ id: 'SampleSession' });
export type SampleSessionAnswer = z.output<typeof sampleSessionAnswer>;

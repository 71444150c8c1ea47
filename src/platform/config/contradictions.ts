import type { Environment } from './config.schema.js';

type Name = keyof Environment;
type Values = Partial<Environment>;

interface Rule {
  /** The variables that it needs to know; a rule over a faulty one is not judged. */
  readonly about: readonly Name[];
  readonly broken: (values: Values) => boolean;
  readonly fault: string;
}

const RULES: readonly Rule[] = [
  {
    about: ['NODE_ENV', 'JWT_SECRET'],
    broken: (env) => env.NODE_ENV === 'production' && env.JWT_SECRET === undefined,
    fault: 'JWT_SECRET: required in production',
  },
  {
    about: ['ADMIN_EMAIL', 'ADMIN_PASSWORD'],
    broken: (env) => (env.ADMIN_EMAIL === undefined) !== (env.ADMIN_PASSWORD === undefined),
    fault: 'ADMIN_EMAIL, ADMIN_PASSWORD: give both or none',
  },
  {
    about: ['REDIS_SENTINELS', 'REDIS_SENTINEL_NAME'],
    broken: (env) => (env.REDIS_SENTINELS === undefined) !== (env.REDIS_SENTINEL_NAME === undefined),
    fault: 'REDIS_SENTINELS, REDIS_SENTINEL_NAME: give both or none',
  },
  {
    about: ['REDIS_URL', 'REDIS_SENTINELS'],
    broken: (env) => env.REDIS_URL !== undefined && env.REDIS_SENTINELS !== undefined,
    fault: 'REDIS_URL, REDIS_SENTINELS: give one of the two',
  },
  {
    about: ['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_BUS_URL'],
    broken: (env) =>
      env.REDIS_BUS_URL !== undefined && env.REDIS_URL === undefined && env.REDIS_SENTINELS === undefined,
    fault: 'REDIS_BUS_URL: needs REDIS_URL or REDIS_SENTINELS',
  },
  {
    about: ['CACHE_PENDING_MS', 'CACHE_LEASE_MS', 'MONGODB_MAX_TIME_MS'],
    broken: (env) =>
      (env.CACHE_PENDING_MS ?? 0) <= (env.CACHE_LEASE_MS ?? 0) + (env.MONGODB_MAX_TIME_MS ?? 0),
    fault: 'CACHE_PENDING_MS: must exceed CACHE_LEASE_MS and MONGODB_MAX_TIME_MS together',
  },
  {
    about: ['CACHE_MAX_ENTRY_BYTES', 'CACHE_L1_MAX_BYTES'],
    broken: (env) => (env.CACHE_MAX_ENTRY_BYTES ?? 0) > (env.CACHE_L1_MAX_BYTES ?? 0),
    fault: 'CACHE_MAX_ENTRY_BYTES: must not exceed CACHE_L1_MAX_BYTES',
  },
];

/**
 * Variables that do not go together, each with the sentence that says so.
 * @param values what could be parsed: a name is missing where its value had a fault of its own
 */
export function contradictionsIn(values: Values): readonly string[] {
  return RULES.filter((rule) => rule.about.every((name) => name in values) && rule.broken(values)).map(
    (rule) => rule.fault,
  );
}

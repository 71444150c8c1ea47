import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { StartRefused } from '../../kernel/errors.js';
import { randomId } from '../../kernel/ids.js';
import { type Environment, environmentNames, environmentSchema } from './config.schema.js';
import { contradictionsIn } from './contradictions.js';

/** The environment had faults; the message names every one of them. */
export class ConfigError extends StartRefused {
  constructor(readonly faults: readonly string[]) {
    super(
      `The environment has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/** What the service was told by its environment, checked; durations carry their unit in the name. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly instanceId: string;
  readonly log: { readonly level: Environment['LOG_LEVEL']; readonly pretty: boolean };
  readonly http: {
    readonly corsOrigins: readonly string[];
    readonly trustProxy: boolean;
    readonly bodyLimitBytes: number;
  };
  readonly auth: {
    readonly jwtSecret: string;
    /** True where no secret was given and one was made for this start: tokens end with the process. */
    readonly jwtSecretGenerated: boolean;
    readonly accessTokenTtlS: number;
    readonly refreshTokenTtlS: number;
    readonly admin: { readonly email: string; readonly password: string } | null;
    readonly rateLimitPerMinute: number;
    readonly loginAttemptsPerMinute: number;
  };
  readonly mongodb: {
    /** null: an embedded server, started by this process. */
    readonly uri: string | null;
    readonly dataDir: string;
    readonly binary: string | null;
    readonly maxTimeMs: number;
  };
  readonly redis: RedisConfig | null;
  readonly cache: {
    readonly enabled: boolean;
    readonly l1: { readonly enabled: boolean; readonly maxBytes: number; readonly maxEntries: number };
    readonly l2: { readonly enabled: boolean; readonly budgetMs: number };
    readonly maxEntryBytes: number;
    readonly prefix: string;
    readonly consistency: 'available' | 'strict';
    readonly ackWaitMs: number;
    readonly leaseMs: number;
    readonly pendingMs: number;
    readonly isolatedL1Ms: number;
    readonly staleIfErrorS: number;
    readonly watchDatabase: 'auto' | 'on' | 'off';
    readonly demoEnabled: boolean;
    readonly debugHeaders: boolean;
  };
  readonly sampleData: boolean;
  readonly workerInline: boolean;
}

/** Where Redis is: a URL (several, with commas, for a cluster) or Sentinels. */
export interface RedisConfig {
  readonly urls: readonly string[];
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  readonly sentinelName: string | null;
  /** The bus's own Redis; null: the same. */
  readonly busUrls: readonly string[] | null;
}

/**
 * Reads and checks the environment; throws {@link ConfigError} with every fault at once.
 * @param env the variables; an empty value counts as unset
 * @param terminal whether logs go to a person's terminal
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, terminal = false): Config {
  const faults: string[] = [];
  const sound: Record<string, unknown> = {};
  for (const name of environmentNames) {
    const given = env[name]?.trim();
    const parsed = environmentSchema.shape[name].safeParse(given === '' ? undefined : given);
    if (parsed.success) sound[name] = parsed.data;
    else faults.push(...parsed.error.issues.map((issue) => `${name}: ${issue.message}`));
  }
  faults.push(...contradictionsIn(sound as Partial<Environment>)); // each value is its schema's output
  if (faults.length > 0) throw new ConfigError(faults);
  return toConfig(sound as Environment, terminal, env); // no faults: every name is there
}

/**
 * Adds what a `.env` file in the working directory says to the environment; variables that are set already win, a
 * missing file is no fault.
 */
export function loadEnvFile(path = '.env'): void {
  if (!existsSync(path)) return;
  for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8'))))
    process.env[name] ??= value;
}

function toConfig(env: Environment, terminal: boolean, surroundings: NodeJS.ProcessEnv): Config {
  const production = env.NODE_ENV === 'production';
  return {
    production,
    port: env.PORT,
    host: env.HOST,
    instanceId: env.INSTANCE_ID ?? randomId(),
    log: { level: env.LOG_LEVEL, pretty: env.LOG_PRETTY ?? terminal },
    http: {
      corsOrigins: env.CORS_ORIGINS,
      trustProxy: env.TRUST_PROXY,
      bodyLimitBytes: env.BODY_LIMIT_KB * 1024,
    },
    auth: {
      jwtSecret: env.JWT_SECRET ?? randomBytes(32).toString('base64url'),
      jwtSecretGenerated: env.JWT_SECRET === undefined,
      accessTokenTtlS: env.ACCESS_TOKEN_TTL_S,
      refreshTokenTtlS: env.REFRESH_TOKEN_TTL_S,
      admin:
        env.ADMIN_EMAIL !== undefined && env.ADMIN_PASSWORD !== undefined
          ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD }
          : null,
      rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
      loginAttemptsPerMinute: env.LOGIN_ATTEMPTS_PER_MINUTE,
    },
    mongodb: {
      uri: env.MONGODB_URI ?? null,
      dataDir: env.MONGODB_DATA_DIR ?? join(userCacheDir(surroundings), 'inframind', 'mongodb'),
      binary: env.MONGODB_BINARY ?? null,
      maxTimeMs: env.MONGODB_MAX_TIME_MS,
    },
    redis: redisConfig(env),
    cache: {
      enabled: env.CACHE_ENABLED,
      l1: {
        enabled: env.CACHE_L1_ENABLED,
        maxBytes: env.CACHE_L1_MAX_BYTES,
        maxEntries: env.CACHE_L1_MAX_ENTRIES,
      },
      l2: { enabled: env.CACHE_L2_ENABLED, budgetMs: env.CACHE_L2_BUDGET_MS },
      maxEntryBytes: env.CACHE_MAX_ENTRY_BYTES,
      prefix: env.CACHE_PREFIX,
      consistency: env.CACHE_CONSISTENCY,
      ackWaitMs: env.CACHE_ACK_WAIT_MS,
      leaseMs: env.CACHE_LEASE_MS,
      pendingMs: env.CACHE_PENDING_MS,
      isolatedL1Ms: env.CACHE_ISOLATED_L1_MS,
      staleIfErrorS: env.CACHE_STALE_IF_ERROR_S,
      watchDatabase: env.CACHE_WATCH_DATABASE,
      demoEnabled: env.CACHE_DEMO_ENABLED ?? !production,
      debugHeaders: env.CACHE_DEBUG_HEADERS ?? !production,
    },
    sampleData: !production && (env.SAMPLE_DATA ?? true),
    workerInline: env.WORKER_INLINE,
  };
}

function redisConfig(env: Environment): RedisConfig | null {
  if (env.REDIS_URL === undefined && env.REDIS_SENTINELS === undefined) return null;
  const split = (urls: string): string[] => urls.split(',').map((url) => url.trim());
  return {
    urls: env.REDIS_URL === undefined ? [] : split(env.REDIS_URL),
    sentinels: (env.REDIS_SENTINELS ?? []).map((address) => {
      const colon = address.lastIndexOf(':');
      return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
    }),
    sentinelName: env.REDIS_SENTINEL_NAME ?? null,
    busUrls: env.REDIS_BUS_URL === undefined ? null : split(env.REDIS_BUS_URL),
  };
}

/** Where a downloaded `mongod` is kept; apart from the data, which may be anywhere. */
export function mongodbBinaryDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(userCacheDir(env), 'inframind', 'mongodb-binary');
}

function userCacheDir(surroundings: NodeJS.ProcessEnv): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = surroundings;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  return XDG_CACHE_HOME || join(homedir(), '.cache'); // an empty value is an unset one (XDG base directories)
}

import { z } from 'zod';

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

/** A switch: true/false, 1/0, yes/no, on/off. */
const flag = z.string().transform((text, context) => {
  const word = text.toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  context.addIssue({ code: 'custom', message: `expected true or false, got "${text}"` });
  return z.NEVER;
});

const integer = (min: number, max: number) =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    context.addIssue({
      code: 'custom',
      message: `expected a whole number from ${min} to ${max}, got "${text}"`,
    });
    return z.NEVER;
  });

const oneOf = <const Word extends string>(...words: readonly [Word, ...Word[]]) =>
  z.enum(words, { error: ({ input }) => `expected one of ${words.join(', ')}, got "${String(input)}"` });

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const HOST_PORT = /^(\[[0-9a-f:]+\]|[^\s:/,]+):(\d{1,5})$/i;
const sentinels = list.refine((hosts) => hosts.length > 0 && hosts.every(isHostAndPort), {
  error: 'expected host:port,host:port,…',
});

function isHostAndPort(address: string): boolean {
  const port = Number(HOST_PORT.exec(address)?.[2]);
  return port >= 1 && port <= 65_535;
}

/** As browsers send them: scheme and host, no path. A wildcard would let every site in. */
const origins = list.refine((given) => given.every(isOrigin), {
  error: 'expected https://host,https://host:port,… without paths or wildcards',
});

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

const mongoUri = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\/.+/, { error: 'expected mongodb://… or mongodb+srv://…' });
const redisUrl = z
  .string()
  .refine(
    (text) =>
      text.split(',').every((part) => /^rediss?:\/\/\S+$/.test(part.trim()) && URL.canParse(part.trim())),
    {
      error: 'expected redis://host:port or rediss://host:port (several with commas for a cluster)',
    },
  );

/**
 * Every variable that the service knows, in the order of `.env.example`. An empty value is an unset one.
 * A default that depends on `NODE_ENV` is filled in by `load-config.ts`.
 */
export const environmentSchema = z.object({
  NODE_ENV: oneOf('development', 'test', 'production').default('development'),
  PORT: integer(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  INSTANCE_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: 'expected up to 64 letters, digits, dots, dashes' })
    .optional(),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  LOG_PRETTY: flag.optional(),
  CORS_ORIGINS: origins.default([]),
  TRUST_PROXY: flag.default(false),
  BODY_LIMIT_KB: integer(1, 10_240).default(256),
  JWT_SECRET: z.string().min(32, { error: 'expected at least 32 characters' }).optional(),
  ACCESS_TOKEN_TTL_S: integer(10, 86_400).default(900),
  REFRESH_TOKEN_TTL_S: integer(60, 31_536_000).default(2_592_000),
  ADMIN_EMAIL: z.email({ error: 'expected an e-mail address' }).optional(),
  ADMIN_PASSWORD: z.string().min(8, { error: 'expected 8 to 128 characters' }).max(128).optional(),
  RATE_LIMIT_PER_MINUTE: integer(0, 10_000_000).default(6000),
  LOGIN_ATTEMPTS_PER_MINUTE: integer(1, 10_000).default(10),
  MONGODB_URI: mongoUri.optional(),
  MONGODB_DATA_DIR: z.string().optional(),
  MONGODB_BINARY: z.string().optional(),
  MONGODB_MAX_TIME_MS: integer(100, 60_000).default(5000),
  REDIS_URL: redisUrl.optional(),
  REDIS_SENTINELS: sentinels.optional(),
  REDIS_SENTINEL_NAME: z.string().optional(),
  REDIS_BUS_URL: redisUrl.optional(),
  CACHE_ENABLED: flag.default(true),
  CACHE_L1_ENABLED: flag.default(true),
  CACHE_L2_ENABLED: flag.default(true),
  CACHE_L1_MAX_BYTES: integer(65_536, 68_719_476_736).default(67_108_864),
  CACHE_L1_MAX_ENTRIES: integer(1, 10_000_000).default(10_000),
  CACHE_MAX_ENTRY_BYTES: integer(256, 67_108_864).default(1_048_576),
  CACHE_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,32}$/, { error: 'expected up to 32 letters, digits, dots, dashes' })
    .default('inframind'),
  CACHE_CONSISTENCY: oneOf('available', 'strict').default('available'),
  CACHE_ACK_WAIT_MS: integer(0, 60_000).default(50),
  CACHE_LEASE_MS: integer(100, 60_000).default(2000),
  CACHE_PENDING_MS: integer(200, 600_000).default(10_000),
  CACHE_ISOLATED_L1_MS: integer(0, 600_000).default(5000),
  CACHE_L2_BUDGET_MS: integer(1, 10_000).default(50),
  CACHE_STALE_IF_ERROR_S: integer(0, 604_800).default(3600),
  CACHE_WATCH_DATABASE: oneOf('auto', 'on', 'off').default('auto'),
  SAMPLE_DATA: flag.optional(),
  WORKER_INLINE: flag.default(true),
  CACHE_DEMO_ENABLED: flag.optional(),
  CACHE_DEBUG_HEADERS: flag.optional(),
});

export type Environment = z.output<typeof environmentSchema>;
export const environmentNames = Object.keys(environmentSchema.shape) as readonly (keyof Environment)[];

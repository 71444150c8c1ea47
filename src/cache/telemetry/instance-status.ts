import { z } from 'zod';
import { ANSWERERS } from './read-telemetry.js';

const many = z.number().min(0);
const rates = z.object(Object.fromEntries(ANSWERERS.map((name) => [name, many])) as RateShape); // built from the list

type RateShape = Record<(typeof ANSWERERS)[number], typeof many>;

/** What an instance tells the others of itself; snake_case, for it goes out as it is. No addresses, no secrets. */
export const instanceStatus = z.object({
  instance_id: z.string().min(1).max(64),
  mode: z.enum(['available', 'strict']),
  enabled: z.boolean(),
  stopping: z.boolean(),
  uptime_s: many,
  /** It hears everything that is announced. */
  lease: z.boolean(),
  bus_delay_ms: z.number().nullable(),
  epoch: z.string().max(64).nullable(),
  quarantine_ms: many,
  in_debt: z.boolean(),
  l1: z.object({ enabled: z.boolean(), entries: many, bytes: many, max_bytes: many, max_entries: many }),
  l2: z.object({
    enabled: z.boolean(),
    usable: z.boolean(),
    circuit: z.enum(['closed', 'open', 'half-open']).nullable(),
  }),
  /** Reads a second, by who answered. */
  reads_per_second: rates,
});

export type InstanceStatus = Readonly<z.output<typeof instanceStatus>>;

const writeSchema = z.object({
  sequence: many,
  atMs: z.number(),
  type: z.string().max(200),
  scopes: z.array(z.string().max(300)).max(16),
  scopeCount: many,
  outcome: z.enum(['written', 'failed', 'unknown']),
  beginMs: many,
  writeMs: many,
  commitMs: many.nullable(),
});

/** null for what another version, or nobody of us, has written. */
export function decodeStatus(text: string): InstanceStatus | null {
  return decode(instanceStatus, text);
}

/** A write of another instance; null for what cannot be read. */
export function decodeWrite(text: string): z.output<typeof writeSchema> | null {
  return decode(writeSchema, text);
}

function decode<Value>(schema: z.ZodType<Value>, text: string): Value | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

import { z } from 'zod';
import { StartRefused } from '../../../kernel/errors.js';
import { unitPrice } from '../../../kernel/money.js';
import { confirmationFaults, confirmationsSchema } from './catalogue.confirmations.js';
import { METERS } from './catalogue.meters.js';
import {
  CATALOGUE_PROVIDERS,
  type CatalogueService,
  type CloudRegion,
  type Confirmations,
  type MachineType,
  PROGRAMMES,
  SERVICE_CATEGORIES,
} from './catalogue.types.js';

/** What the data files hold, before it is checked. */
export interface CatalogueData {
  readonly services: readonly unknown[];
  readonly machines: readonly unknown[];
  readonly regions: readonly unknown[];
  readonly confirmations: Readonly<Record<keyof Confirmations, readonly unknown[]>>;
}

/** The same, checked. */
export interface CheckedData {
  readonly services: readonly CatalogueService[];
  readonly machines: readonly MachineType[];
  readonly regions: readonly CloudRegion[];
  readonly confirmations: Confirmations;
}

/** @throws StartRefused that names every fault and where it is */
export function checked(data: CatalogueData): CheckedData {
  const shaped = dataSchema.safeParse(data);
  if (!shaped.success) throw refusal(shaped.error.issues.map((issue) => faultOf(issue, data)));
  const faults = [
    ...regionFaults(shaped.data),
    ...doubles(shaped.data),
    ...meterFaults(shaped.data.services),
    ...confirmationFaults(shaped.data.services, shaped.data.confirmations),
  ];
  if (faults.length > 0) throw refusal(faults);
  return shaped.data;
}

const price = z.string().refine(isPrice, 'is not a decimal price of at most nine places');
const provider = z.enum(CATALOGUE_PROVIDERS);
const words = z.string().trim().min(1);

const priceLine = z.strictObject({
  meter: z.string().regex(/^[a-z]+(_[a-z]+)*$/),
  usd: price,
  byRegion: z.record(z.string(), price).exactOptional(),
  source: z.url({ protocol: /^https$/ }),
  asOf: z.iso.date(),
});

const service = z.strictObject({
  id: z.string().regex(/^(aws|azure|gcp)\/[a-z0-9]+(-[a-z0-9]+)*$/),
  name: words,
  provider,
  category: z.enum(SERVICE_CATEGORIES),
  summary: words.max(300),
  regions: z.union([z.literal('global'), z.array(words).min(1)]),
  programmes: z.array(z.enum(PROGRAMMES)),
  limits: z.record(z.string(), words),
  costModel: z.enum(['per_hour', 'per_usage', 'per_month', 'per_user', 'free']),
  prices: z.array(priceLine).min(1),
  setupComplexity: z.enum(['low', 'medium', 'high']),
  setupHours: z.number().int().positive(),
  tags: z.array(words).min(1),
});

const machine = z.strictObject({
  provider,
  name: words,
  vcpu: z.number().int().positive(),
  memoryGib: z.number().positive(),
  gpu: z.number().int().nonnegative(),
  family: z.enum(['general', 'compute', 'memory', 'burstable', 'gpu']),
  usdPerHour: z.record(z.string(), price).refine((prices) => Object.keys(prices).length > 0, 'has no price'),
});

const region = z.strictObject({
  provider,
  name: words,
  country: z.string().regex(/^[a-z]{2}$/),
  inEu: z.boolean(),
  city: words,
  zones: z.number().int().positive(),
});

const dataSchema = z.object({
  services: z.array(service),
  machines: z.array(machine),
  regions: z.array(region),
  confirmations: confirmationsSchema(price),
});

function isPrice(text: string): boolean {
  try {
    unitPrice(text);
    return true;
  } catch {
    return false; // what makes it no price is kernel/money's to say
  }
}

function* regionFaults({ services, machines, regions }: CheckedData): Generator<string> {
  const known = new Set(regions.map((place) => `${place.provider}/${place.name}`));
  for (const { id, provider: of, regions: offered, prices } of services) {
    const priced = prices.flatMap((line) => Object.keys(line.byRegion ?? {}));
    for (const name of [...(offered === 'global' ? [] : offered), ...priced]) {
      if (!known.has(`${of}/${name}`)) yield `${id}: unknown region ${name}`;
    }
  }
  for (const { name: type, provider: of, usdPerHour } of machines) {
    for (const name of Object.keys(usdPerHour)) {
      if (!known.has(`${of}/${name}`)) yield `${of}/${type}: unknown region ${name}`;
    }
  }
}

function* doubles({ services, machines, regions }: CheckedData): Generator<string> {
  const names = [
    ...services.map(({ id }) => `service ${id}`),
    ...machines.map((type) => `machine ${type.provider}/${type.name}`),
    ...regions.map((place) => `region ${place.provider}/${place.name}`),
  ];
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) yield `${name} stands there twice`;
    seen.add(name);
  }
  for (const { id, provider: of, prices } of services) {
    if (!id.startsWith(`${of}/`)) yield `${id}: is no id of ${of}`;
    const meters = prices.map((line) => line.meter);
    if (new Set(meters).size < meters.length) yield `${id}: a meter stands there twice`;
  }
}

function* meterFaults(services: readonly CatalogueService[]): Generator<string> {
  const begun = new Set<string>();
  for (const { id, provider: of, category, prices } of services) {
    const { every, first, also } = METERS[category];
    const isFirst = !begun.has(`${of}/${category}`);
    begun.add(`${of}/${category}`);
    const meters = new Set(prices.map((line) => line.meter));
    for (const meter of isFirst ? [...every, ...first] : every) {
      if (!meters.has(meter)) yield `${id}: no price for ${meter}, which ${category} is compared by`;
    }
    for (const meter of meters) {
      if (![...every, ...first, ...also].includes(meter)) yield `${id}: ${meter} is no meter of ${category}`;
    }
  }
}

function faultOf(issue: z.core.$ZodIssue, data: CatalogueData): string {
  const [table, index, ...path] = issue.path;
  if (table === 'confirmations') {
    const [row, ...field] = path;
    return `confirmations.${String(index)}[${String(row)}]: ${field.join('.')}: ${issue.message}`;
  }
  const row =
    (table === 'services' || table === 'machines' || table === 'regions') && typeof index === 'number'
      ? data[table][index]
      : null;
  return `${nameOf(row) ?? `${String(table)}[${String(index)}]`}: ${path.join('.')}: ${issue.message}`;
}

function nameOf(row: unknown): string | null {
  const named = z
    .object({ id: z.string() })
    .or(z.object({ name: z.string() }))
    .safeParse(row);
  if (!named.success) return null;
  return 'id' in named.data ? named.data.id : named.data.name;
}

function refusal(faults: readonly string[]): StartRefused {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new StartRefused(`The catalogue has ${count}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}

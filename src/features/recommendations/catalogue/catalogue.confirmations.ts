import { z } from 'zod';
import { unitPrice } from '../../../kernel/money.js';
import { type CatalogueService, type Confirmations, PROGRAMMES } from './catalogue.types.js';

const words = z.string().trim().min(1);
const record = { service: words, url: z.url({ protocol: /^https$/ }), date: z.iso.date(), seen: words };

/** The shape of what was looked up; `price` is how the catalogue writes one. */
export function confirmationsSchema(price: z.ZodType<string>): z.ZodType<Confirmations> {
  return z.object({
    prices: z.array(z.strictObject({ ...record, meter: words, region: words.nullable(), usd: price })),
    regions: z.array(
      z.strictObject({ ...record, regions: z.union([z.literal('global'), z.array(words).min(1)]) }),
    ),
    programmes: z.array(z.strictObject({ ...record, programme: z.enum(PROGRAMMES) })),
  });
}

/** A confirmation is of what stands in the data as it was found; change the data and it has to be looked up again. */
export function* confirmationFaults(
  services: readonly CatalogueService[],
  { prices, regions, programmes }: Confirmations,
): Generator<string> {
  const byId = new Map(services.map((service) => [service.id, service]));
  const seen = new Set<string>();
  const judged = [
    ...prices.map((one) => priceFault(byId.get(one.service), one)),
    ...regions.map((one) => regionFault(byId.get(one.service), one)),
    ...programmes.map((one) => programmeFault(byId.get(one.service), one)),
  ];
  for (const [name, fault] of judged) {
    if (fault !== null) yield `${name}: ${fault}`;
    if (seen.has(name)) yield `${name}: is confirmed twice`;
    seen.add(name);
  }
}

/** What is confirmed, and what is wrong with that. */
type Judged = readonly [name: string, fault: string | null];

function priceFault(
  service: CatalogueService | undefined,
  { service: id, meter, region, usd }: Confirmations['prices'][number],
): Judged {
  const line = service?.prices.find((one) => one.meter === meter);
  const figure = region === null ? line?.usd : line?.byRegion?.[region];
  const name = [id, meter, ...(region === null ? [] : [region])].join(' ');
  if (figure === undefined) return [name, 'is confirmed, but no price'];
  return [name, unitPrice(figure) === unitPrice(usd) ? null : `is ${figure}, but ${usd} was found`];
}

function regionFault(
  service: CatalogueService | undefined,
  { service: id, regions: found }: Confirmations['regions'][number],
): Judged {
  const name = `${id} regions`;
  if (service === undefined) return [name, 'are confirmed, but there is no such service'];
  const listed = (regions: CatalogueService['regions']): readonly string[] =>
    regions === 'global' ? ['global'] : regions;
  const [ours, theirs] = [listed(service.regions), listed(found)];
  const apart = [
    ...ours.filter((region) => !theirs.includes(region)).map((region) => `${region} was not found`),
    ...theirs.filter((region) => !ours.includes(region)).map((region) => `${region} was found`),
  ];
  return [name, apart.length === 0 ? null : apart.join(', ')];
}

function programmeFault(
  service: CatalogueService | undefined,
  { service: id, programme }: Confirmations['programmes'][number],
): Judged {
  const has = service?.programmes.includes(programme) ?? false;
  return [`${id} ${programme}`, has ? null : 'is confirmed, but the service does not name it'];
}

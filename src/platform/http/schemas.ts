import { z } from 'zod';
import type { Page, PageRequest } from '../../kernel/page.js';

/*
 * The bounds of the contract that all bodies and queries share. Texts are kept as they came: what does not fit is
 * refused, never trimmed or cut.
 */

export const ONE_LINE_MAX = 200;
export const TEXT_MAX = 5_000;
export const LIST_MAX = 50;
export const COUNT_MAX = 1_000_000_000_000;
export const PAGE_LIMIT_MAX = 100;

/** Line breaks (also Unicode's two), other control characters than the tab, halves of surrogate pairs. */
const NOT_IN_A_LINE = /(?!\t)[\p{Cc}\p{Cs}\u2028\u2029]/u;
/** Control characters other than tab and line breaks, halves of surrogate pairs. */
const NOT_IN_A_TEXT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/** A title, a name: 1 to `max` characters in one line, not blank. */
export function oneLine(max = ONE_LINE_MAX) {
  return z
    .string()
    .refine((value) => lengthOf(value, max) <= max, { error: `At most ${max} characters.` })
    .refine((value) => /\S/.test(value), { error: 'This text is empty.' })
    .refine((value) => !NOT_IN_A_LINE.test(value), {
      error: 'Line breaks and control characters do not fit here.',
    })
    .meta({ minLength: 1, maxLength: max, pattern: '^([^\\p{Cc}\\p{Cs}\\u2028\\u2029]|\\t)*$' });
}

/** A text of up to `max` characters, of any number of lines. */
export function text(max = TEXT_MAX) {
  return z
    .string()
    .refine((value) => lengthOf(value, max) <= max, { error: `At most ${max} characters.` })
    .refine((value) => !NOT_IN_A_TEXT.test(value), { error: 'Control characters do not fit here.' })
    .meta({ maxLength: max, pattern: '^([^\\p{Cc}\\p{Cs}]|[\\t\\n\\r])*$' });
}

/** A whole number from 0 to 10^12. */
export function count(min = 0, max = COUNT_MAX) {
  return z.number().int().min(min).max(max);
}

const MONEY = /^\d{1,13}(?:\.\d{1,2})?$/;

/**
 * An amount as it comes in: a decimal string or a number, from 0 to 10^12, at most two places. It becomes a string with
 * two places, digit by digit: no amount passes through a float's arithmetic.
 */
export function money() {
  return z
    .union(
      [
        z.string().regex(MONEY, { error: MONEY_HINT }),
        z.number().min(0, { error: MONEY_HINT }).max(COUNT_MAX, { error: MONEY_HINT }),
      ],
      { error: MONEY_HINT },
    )
    .transform((given, context) => {
      const written = String(given);
      if (MONEY.test(written)) {
        const normal = twoPlaces(written);
        if (normal.length <= LONGEST_MONEY.length && Number(normal) <= COUNT_MAX) return normal;
      }
      context.addIssue({ code: 'custom', message: MONEY_HINT });
      return z.NEVER;
    })
    .pipe(moneyAnswer());
}

/** An amount as it goes out: a decimal string with two places. */
export function moneyAnswer() {
  return z.string().regex(/^\d+\.\d{2}$/);
}

const MONEY_HINT = 'Expected an amount from 0 to 10^12 with at most two decimal places, like "1200.50".';
const LONGEST_MONEY = '1000000000000.00';

function twoPlaces(written: string): string {
  const [whole = '0', places = ''] = written.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${places.padEnd(2, '0')}`;
}

/** A field that may be left out; `null` is the same as left out. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Up to `max` items. */
export function listOf<Item extends z.ZodType>(item: Item, max = LIST_MAX) {
  return z.array(item).max(max);
}

/** A whole number in a query string. */
export function wholeNumberInQuery(min: number, max: number) {
  const error = `Expected a whole number from ${min} to ${max}.`;
  return z
    .string({ error })
    .regex(/^\d{1,15}$/, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }))
    .meta({ type: 'integer', minimum: min, maximum: max });
}

/** A switch in a query string: `true` or `false`. */
export function switchInQuery() {
  return z
    .enum(['true', 'false'], { error: 'Expected true or false.' })
    .transform((word) => word === 'true')
    .meta({ type: 'boolean' });
}

/** An id in a path. One that is none is a 404, which the service says: here it is only a text. */
export function idParam(ofWhat: string) {
  return z.string().meta({ pattern: '^[0-9a-fA-F]{24}$', description: `The id of ${ofWhat}.` });
}

/** An id as it goes out. */
export function objectId() {
  return z.string().regex(/^[0-9a-f]{24}$/);
}

/** Whose things a list holds: the caller's own if not given. */
export function ownOrAll() {
  return z.enum(['own', 'all']).default('own');
}

/** Pages are found by skipping: further ones than this one only burn the database. */
const PAGE_MAX = 1_000_000_000;

/** The fields of every list's query; extend it: `pageQuery.extend({…})`. Unknown parameters are ignored. */
export const pageQuery = z.object({
  page: wholeNumberInQuery(1, PAGE_MAX).default(1).describe('1 if not given'),
  limit: wholeNumberInQuery(1, PAGE_LIMIT_MAX).default(20).describe('20 if not given'),
});

/** The answer of every list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    total: z.int().min(0),
    page: z.int().min(1),
    limit: z.int().min(1).max(PAGE_LIMIT_MAX),
    pages: z.int().min(0),
  });
}

/** What {@link pageOf} describes, of a page that was read. */
export function pageAnswer<Item, Answer>(
  { items, total }: Page<Item>,
  { page, limit }: PageRequest,
  toAnswer: (item: Item) => Answer,
) {
  return { items: items.map((item) => toAnswer(item)), total, page, limit, pages: Math.ceil(total / limit) };
}

/** Problem details (RFC 9457). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.string(),
  instance: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Characters as people count them (code points), stopping early for absurd lengths. */
function lengthOf(value: string, max: number): number {
  return value.length > 2 * max ? value.length : Array.from(value).length;
}

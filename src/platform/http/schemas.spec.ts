import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { count, listOf, money, oneLine, optional, pageQuery, switchInQuery, text } from './schemas.js';

const fits = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('oneLine', () => {
  it.each(['a', 'x'.repeat(200), '😀'.repeat(200), 'tab\tin it', ' padded ', 'Ærøskøbing'])(
    'keeps %j as it is',
    (value) => {
      expect(oneLine().parse(value)).toBe(value);
    },
  );

  it.each([
    '',
    '   ',
    'x'.repeat(201),
    '😀'.repeat(201),
    'a\nb',
    'a\rb',
    'a\u2028b',
    'a\u0000b',
    'a\u007fb',
    'a\u0085b',
    '\ud800',
    7,
    null,
  ])('refuses %j', (value) => expect(fits(oneLine(), value)).toBe(false));
});

describe('text', () => {
  it('takes lines and tabs, up to its length, and nothing else of the control characters', () => {
    expect(fits(text(), 'a\n\tb\r\nc')).toBe(true);
    expect(fits(text(), '')).toBe(true);
    expect(fits(text(), 'x'.repeat(5_001))).toBe(false);
    expect(fits(text(), 'a\u001bb')).toBe(false);
  });
});

describe('money', () => {
  it.each([
    ['0', '0.00'],
    ['007.5', '7.50'],
    ['0.10', '0.10'],
    ['1000000000000', '1000000000000.00'],
    [0.1, '0.10'],
    [1200.5, '1200.50'],
    [-0, '0.00'],
    [999_999_999_999.99, '999999999999.99'],
  ])('takes %j as %s', (given, expected) => expect(money().parse(given)).toBe(expected));

  it.each([
    '',
    '-1',
    '1.234',
    '1e3',
    '.5',
    '5.',
    ' 1',
    '1,5',
    'NaN',
    '1000000000000.01',
    '1000000000001',
    0.1 + 0.2,
    -0.01,
    1e21,
    Number.NaN,
    Infinity,
    true,
    null,
  ])('refuses %j', (given) => expect(fits(money(), given)).toBe(false));

  it('keeps every cent, whether it comes as a string or as a number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 100_000_000_000_000n }), (cents) => {
        const written = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
        expect(money().parse(written)).toBe(written);
        expect(money().parse(Number(written))).toBe(written);
      }),
    );
  });
});

describe('optional', () => {
  it('takes null for not given', () => {
    const schema = z.strictObject({ note: optional(text()) });
    expect(schema.parse({ note: null }).note).toBeUndefined();
    expect(schema.parse({}).note).toBeUndefined();
    expect(fits(schema, { note: 1 })).toBe(false);
  });
});

describe('count and listOf', () => {
  it('hold their bounds', () => {
    expect(fits(count(), 1e12)).toBe(true);
    expect([1.5, -1, 1e12 + 1, '1'].map((value) => fits(count(), value))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(fits(listOf(count()), Array(50).fill(1))).toBe(true);
    expect(fits(listOf(count()), Array(51).fill(1))).toBe(false);
  });
});

describe('queries', () => {
  it('become numbers and switches', () => {
    expect(pageQuery.parse({})).toEqual({ page: 1, limit: 20 });
    expect(pageQuery.parse({ page: '3', limit: '100', other: 'x' })).toEqual({ page: 3, limit: 100 });
    expect(switchInQuery().parse('true')).toBe(true);
    expect(fits(switchInQuery(), 'yes')).toBe(false);
  });
});

describe('the documentation of the schemas', () => {
  it('says the same bounds', () => {
    const schema = z.object({ title: oneLine(), price: optional(money()), page: pageQuery.shape.page });
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 200 },
        price: { anyOf: [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, { type: 'null' }] },
        page: { type: 'integer', minimum: 1, description: '1 if not given' },
      },
      required: ['title'],
    });
  });
});

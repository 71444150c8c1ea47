import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, priceOf, shareOf, sumOf, toCents, type Usd, unitPrice, usd, ZERO_USD } from './money.js';

/** Amounts up to ten trillion dollars, in millionths. */
const amounts = fc.bigInt({ min: 0n, max: 10n ** 19n }).map((micro) => micro as Usd); // a micro-dollar each
const prices = fc.bigInt({ min: 0n, max: 10n ** 15n }).map((nano) => unitPrice(nanoText(nano)));

function nanoText(nano: bigint): string {
  const digits = String(nano).padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

describe('an amount as text', () => {
  it.each([
    ['0', 0n],
    ['1200.50', 1_200_500_000n],
    ['0.000001', 1n],
    ['1000000000000.00', 10n ** 18n],
  ])('reads %s as %s millionths', (text, micro) => {
    expect(usd(text)).toBe(micro);
  });

  it.each(['', '-1', '+1', '1.', '.5', '1,000', '1e3', ' 1', '1.0000000001', 'NaN', '0x10', '1.5.5'])(
    'refuses "%s"',
    (text) => {
      expect(() => unitPrice(text)).toThrow('Not a price');
    },
  );

  it('refuses more places than an amount has, unless they are zeros', () => {
    expect(() => usd('0.0000001')).toThrow('More than six places');
    expect(usd('0.500000000')).toBe(500_000n);
    expect(unitPrice('0.000000001')).toBe(1n);
  });

  it('goes out with two places, rounded half up', () => {
    expect(decimal(usd('1.005'))).toBe('1.01');
    expect(decimal(usd('1.004999'))).toBe('1.00');
    expect(decimal(usd('0.05'))).toBe('0.05');
    expect(decimal(ZERO_USD)).toBe('0.00');
  });

  it('comes back as what it showed', () => {
    fc.assert(fc.property(amounts, (amount) => usd(decimal(amount)) === toCents(amount)));
  });
});

describe('a price times a count', () => {
  it('is exact: a machine of 0.0416 an hour for a month of 730 hours', () => {
    expect(priceOf(unitPrice('0.0416'), 730)).toBe(usd('30.368'));
  });

  it('does not lose what a float would: 0.0000002 a request, two hundred million times', () => {
    expect(priceOf(unitPrice('0.0000002'), 200_000_000)).toBe(usd('40'));
  });

  it('counts three places of a decimal count', () => {
    expect(priceOf(unitPrice('1'), 0.0015)).toBe(usd('0.002'));
    expect(priceOf(unitPrice('2'), 1.5)).toBe(usd('3'));
  });

  it('never falls when price or count rises', () => {
    const counts = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(prices, counts, counts, (price, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        return priceOf(price, less) <= priceOf(price, more);
      }),
    );
  });

  it('is the same for a count in two parts, but for a millionth of rounding', () => {
    const counts = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(prices, counts, counts, (price, a, b) => {
        const parted = sumOf([priceOf(price, a), priceOf(price, b)]);
        const gap = parted - priceOf(price, a + b);
        return gap >= -1n && gap <= 1n;
      }),
    );
  });
});

describe('sums and shares', () => {
  it('sums to the cent what was shown to the cent', () => {
    fc.assert(
      fc.property(fc.array(amounts), (list) => {
        const shown = list.map((amount) => usd(decimal(amount)));
        return decimal(sumOf(shown)) === decimal(sumOf(list.map(toCents)));
      }),
    );
  });

  it('is nothing where there is nothing', () => {
    expect(sumOf([])).toBe(ZERO_USD);
  });

  it('takes a twelfth, rounded to the nearest millionth', () => {
    expect(shareOf(usd('10000'), 1, 12)).toBe(833_333_333n);
    expect(shareOf(usd('500000'), 1, 12)).toBe(41_666_666_667n);
  });

  it('gives the whole back as the whole share', () => {
    fc.assert(fc.property(amounts, fc.integer({ min: 1, max: 1e9 }), (all, n) => shareOf(all, n, n) === all));
  });
});

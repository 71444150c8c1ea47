/**
 * An amount of US dollars, exact: whole millionths of a dollar (prices go down to $0.0000002 a request, which is why
 * prices are multiplied by whole counts before they are rounded). Never a float.
 */
export type Usd = bigint & { readonly unit: 'micro-dollar' };

const MICRO = 1_000_000n;
const CENT = 10_000n;
const WRITTEN = /^(\d+)(?:\.(\d{1,9}))?$/;
const NANO_PLACES = 9;
const NANO_PER_MICRO = 1_000n;

/** A price for one unit, exact to a billionth of a dollar. */
export type UnitPrice = bigint & { readonly unit: 'nano-dollar' };

export const ZERO_USD = 0n as Usd; // no amount

/**
 * @param text a decimal number, at most nine places: "0.0416"
 * @throws Error where it is none
 */
export function unitPrice(text: string): UnitPrice {
  const parts = WRITTEN.exec(text);
  if (parts === null) throw new Error(`Not a price: ${text}`);
  const [, whole = '0', places = ''] = parts;
  return BigInt(whole + places.padEnd(NANO_PLACES, '0')) as UnitPrice; // digits only
}

/**
 * @param text a decimal number, at most six places: "1200.50"
 * @throws Error where it is none
 */
export function usd(text: string): Usd {
  const nano: bigint = unitPrice(text);
  if (nano % NANO_PER_MICRO !== 0n) throw new Error(`More than six places: ${text}`);
  return (nano / NANO_PER_MICRO) as Usd; // whole micro-dollars
}

/**
 * What so many units cost, rounded to the nearest millionth.
 * @param count a whole or decimal number of units, 0 or more; of a decimal one, three places count
 */
export function priceOf(price: UnitPrice, count: number): Usd {
  const thousandths = BigInt(Math.round(count * 1_000));
  return rounded(price * thousandths, NANO_PER_MICRO * 1_000n) as Usd; // rounded to micro-dollars
}

export function sumOf(amounts: Iterable<Usd>): Usd {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum as Usd; // a sum of amounts
}

/** `amount * numerator / denominator`, rounded to the nearest millionth; whole numbers only. */
export function shareOf(amount: Usd, numerator: number, denominator: number): Usd {
  return rounded(amount * BigInt(numerator), BigInt(denominator)) as Usd; // rounded to micro-dollars
}

/** As it goes out: two places, rounded half up. */
export function decimal(amount: Usd): string {
  const cents = rounded(amount, CENT);
  const perDollar = MICRO / CENT;
  return `${cents / perDollar}.${String(cents % perDollar).padStart(2, '0')}`;
}

/** The amount that {@link decimal} shows: sums of these agree with sums of what was shown. */
export function toCents(amount: Usd): Usd {
  return (rounded(amount, CENT) * CENT) as Usd; // whole cents
}

function rounded(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor); // amounts are never negative
}

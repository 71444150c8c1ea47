/*
 * What stands in the collections of other features, read with care: somebody may have written there by hand, and one such
 * document must not take the figures of all others away.
 */

const WRITTEN_AMOUNT = /^\d{1,34}(?:\.\d{1,6})?$/;

/** A moment in ms since 1970; null for what is none. */
export function momentOf(value: unknown): number | null {
  if (!(value instanceof Date)) return null;
  const ms = value.getTime();
  return Number.isNaN(ms) ? null : ms; // the database knows dates that JavaScript does not
}

/** When the document of this id was made, in ms since 1970: ids begin with it, in seconds. */
export function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) * 1_000;
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** The text; an empty one for what is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The number, between 0 and `most`; 0 for what is none. */
export function numberOf(value: unknown, most: number): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, most) : 0;
}

/** The decimal text of an amount; nothing for what is none. */
export function amountOf(value: unknown): string {
  return typeof value === 'string' && WRITTEN_AMOUNT.test(value) ? value : '0.00';
}

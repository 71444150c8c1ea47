/**
 * A block of answers with its lists in one order and without doubles, so that the order they came in changes nothing. Texts are
 * trimmed; those that differ only in case count as one.
 */
export function normalised<Block>(block: Block): Block {
  return ordered(block) as Block; // the same shape: only lists change their order and length
}

function ordered(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return orderedList(value.map(ordered));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => compare(a, b));
    return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]));
  }
  return value;
}

function orderedList(items: readonly unknown[]): readonly unknown[] {
  const byText = new Map<string, unknown>();
  const written = items.map((item) => ({ item, text: JSON.stringify(item) ?? '' }));
  for (const { item, text } of written.toSorted((a, b) => compare(a.text, b.text))) {
    const key = text.toLowerCase();
    if (text !== '""' && !byText.has(key)) byText.set(key, item);
  }
  return [...byText.keys()].toSorted(compare).map((key) => byText.get(key));
}

/** By code units: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

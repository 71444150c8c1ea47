/** Begins every stored text, so that telejson, through which the store passes them, finds nothing in it to revive. */
const FORMAT = 'v1|';

/**
 * A value as an opaque text. JSON's own limits hold: what JSON cannot say (functions, `undefined` in lists) is lost
 * here and nowhere else.
 */
export function encodeValue(value: unknown): string {
  return FORMAT + JSON.stringify({ value });
}

/** undefined for a text of another format or a damaged one: a miss. */
export function decodeValue(text: string): { readonly value: unknown } | undefined {
  if (!text.startsWith(FORMAT)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text.slice(FORMAT.length));
    return typeof parsed === 'object' && parsed !== null
      ? { value: Reflect.get(parsed, 'value') }
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a request's `Cache-Control` asks for (RFC 9111, 5.2.1). */
export interface RequestDirectives {
  /** `no-cache` or `max-age=0`: read the database, store the result. */
  readonly fresh: boolean;
  /** `only-if-cached`: a miss is a 504. */
  readonly onlyIfCached: boolean;
  /** `no-store`: neither look nor store. */
  readonly noStore: boolean;
  /** An answer older than this, in ms, is not wanted. */
  readonly maxAgeMs: number;
}

const NONE: RequestDirectives = { fresh: false, onlyIfCached: false, noStore: false, maxAgeMs: Infinity };

export function requestDirectives(header: string | undefined): RequestDirectives {
  if (header === undefined || header === '') return NONE;
  const words = header
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  const maxAgeS = maxAge(words);
  return {
    fresh: words.includes('no-cache') || maxAgeS === 0,
    onlyIfCached: words.includes('only-if-cached'),
    noStore: words.includes('no-store'),
    maxAgeMs: maxAgeS * 1000,
  };
}

function maxAge(words: readonly string[]): number {
  for (const word of words) {
    const digits = /^max-age="?(\d{1,10})"?$/.exec(word)?.[1];
    if (digits !== undefined) return Number(digits);
  }
  return Infinity;
}

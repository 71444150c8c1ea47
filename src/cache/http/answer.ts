import { cacheStatus, type Outcome } from '../outcome.js';
import type { HttpReply, HttpRequest } from './cache-request.js';
import { ifNoneMatchHits } from './etag.js';

export interface Representation {
  readonly body: Buffer;
  readonly etag: string;
}

/**
 * Writes the headers of a cacheable answer and gives its bytes; undefined for a 304 (RFC 9110, 15.4.5).
 */
export function answer(
  request: HttpRequest,
  reply: HttpReply,
  { body, etag }: Representation,
  outcome: Outcome,
): Buffer | undefined {
  reply
    .header('etag', etag)
    .header('cache-control', 'private, no-cache') // the browser keeps it, and asks before each use
    .header('vary', vary(reply))
    .header('age', outcome.kind === 'hit' ? Math.floor(outcome.ageMs / 1000) : 0)
    .header('cache-status', cacheStatus(outcome));
  if (ifNoneMatchHits(request.headers['if-none-match'], etag)) {
    reply.status(304);
    return undefined;
  }
  reply.header('content-type', 'application/json; charset=utf-8');
  return body;
}

/** Other parts of the house (CORS) may have said already what the answer depends on. */
function vary(reply: HttpReply): string {
  const before = reply.getHeader('vary');
  return typeof before === 'string' && before !== '' ? `${before}, Authorization` : 'Authorization';
}

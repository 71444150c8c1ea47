import type { DomainError, ErrorKind, FieldFault } from '../../kernel/errors.js';

/** Problem details (RFC 9457), with the stable `code` of the error as an extension member. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** Path of the request, without its query. */
  readonly instance?: string;
  readonly errors?: readonly FieldFault[];
}

/** The kinds of the domain, and those that only a transport knows. */
export type ProblemKind = ErrorKind | 'headers_too_large' | 'timed_out';

interface KindFacts {
  readonly status: number;
  readonly title: string;
  /** Seconds for `Retry-After` where the error does not say. */
  readonly retryAfterS?: number;
}

/** The one table of kinds and what HTTP calls them. */
export const PROBLEMS = {
  malformed: { status: 400, title: 'Malformed request' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  forbidden: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not found' },
  timed_out: { status: 408, title: 'Request timeout' },
  conflict: { status: 409, title: 'Conflict' },
  precondition_failed: { status: 412, title: 'Precondition failed' },
  too_large: { status: 413, title: 'Content too large' },
  unsupported_media: { status: 415, title: 'Unsupported media type' },
  invalid: { status: 422, title: 'Invalid input' },
  too_many_requests: { status: 429, title: 'Too many requests', retryAfterS: 60 },
  headers_too_large: { status: 431, title: 'Request header fields too large' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Service unavailable', retryAfterS: 2 },
  not_cached: { status: 504, title: 'Not cached' },
} as const satisfies Record<ProblemKind, KindFacts>;

/** A problem of a kind, as {@link problemOf} makes it of an error. */
export function problem(kind: ProblemKind, code: string, detail: string, instance?: string): Problem {
  const { status, title } = PROBLEMS[kind];
  return {
    type: `urn:inframind:problem:${kind.replaceAll('_', '-')}`,
    title,
    status,
    detail,
    code,
    ...(instance === undefined ? {} : { instance }),
  };
}

/** The problem that tells a client of `error`. */
export function problemOf(error: DomainError, instance?: string): Problem {
  const made = problem(error.kind, error.code, error.detail, instance);
  return error.errors.length === 0 ? made : { ...made, errors: error.errors };
}

/** The header fields that go with the problem of `error`; a problem is never stored by anyone. */
export function problemHeaders(error: DomainError): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': PROBLEM_JSON,
    'cache-control': 'no-store',
  };
  const facts: KindFacts = PROBLEMS[error.kind];
  const retryAfterS = error.retryAfterS ?? facts.retryAfterS;
  if (retryAfterS !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfterS)));
  if (error.kind === 'unauthenticated') headers['www-authenticate'] = 'Bearer realm="inframind"';
  return headers;
}

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

const INSTANCE_MAX_LENGTH = 512;
const NOT_OF_A_PATH = /%(?![0-9a-f]{2})|[^\w\-.~:/@!$&'()*+,;=%]/gi;

/** The path of a request target as a URI reference: without query, with stray characters escaped, bounded. */
export function instanceOf(target: string | undefined): string {
  const path = (target ?? '/').split(/[?#]/, 1)[0] ?? '/';
  return path.slice(0, INSTANCE_MAX_LENGTH).replace(NOT_OF_A_PATH, escapeByte);
}

// A request target holds no more than latin1: each character is one byte.
function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

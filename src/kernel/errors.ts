/**
 * What went wrong, in the words of the domain. One table (`platform/http`) turns kinds into HTTP problems
 * (RFC 9457); nothing else in the house knows status codes.
 */
export type ErrorKind =
  | 'malformed' // cannot be parsed: 400
  | 'invalid' // parsed, but does not fit: 422
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not_found' // 404
  | 'conflict' // 409
  | 'precondition_failed' // 412
  | 'too_large' // 413
  | 'unsupported_media' // 415
  | 'too_many_requests' // 429
  | 'unavailable' // 503
  | 'not_cached' // 504, the answer to only-if-cached (RFC 9111, 5.2.1.7)
  | 'internal'; // 500

/** One fault in the input: `path` is a JSON Pointer (RFC 6901) to the field. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

export interface DomainErrorOptions {
  readonly cause?: unknown;
  /** Faults of single fields, for `invalid` and `malformed`. */
  readonly errors?: readonly FieldFault[];
  /** Seconds until a new try is worth it; becomes `Retry-After`. */
  readonly retryAfterS?: number;
  /** True where the write may have happened although it failed for the client. */
  readonly outcomeUnknown?: boolean;
}

/**
 * An error whose `detail` may be shown to the client: a readable sentence without keys, queries or traces.
 * `code` is stable and machine-readable (`assessment_not_found`).
 */
export class DomainError extends Error {
  readonly errors: readonly FieldFault[];
  readonly retryAfterS: number | undefined;
  readonly outcomeUnknown: boolean;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly detail: string,
    options: DomainErrorOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'DomainError';
    this.errors = options.errors ?? [];
    this.retryAfterS = options.retryAfterS;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }
}

/** Whether a write that ended so is known not to have happened: only a domain error that does not say otherwise. */
export function isKnownToHaveFailed(error: unknown): boolean {
  return error instanceof DomainError && !error.outcomeUnknown;
}

/**
 * A refusal that concerns one caller and says nothing of the resource for others. Whoever waits on the load that
 * ended so judges by `ownerId` for himself.
 */
export class AccessRefused extends DomainError {
  constructor(
    kind: 'forbidden' | 'not_found',
    code: string,
    detail: string,
    readonly ownerId: string,
  ) {
    super(kind, code, detail);
    this.name = 'AccessRefused';
  }
}

/**
 * What stands around the service (environment, database, Redis) does not let it start. The message says what to do, and is
 * all that the entrances print: a stack trace would bury it.
 */
export class StartRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartRefused';
  }
}

/** The programmer's error: a condition that holds by construction did not. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant violated: ${message}`);
}

/** The last branch of a switch over a union: a new member is a type error here. */
export function never(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}

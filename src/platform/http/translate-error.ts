import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind } from '../../kernel/errors.js';

/**
 * Whatever was thrown, as the domain error that the client is told of. Errors of Nest and Fastify get sentences of
 * their own; errors of drivers that nobody translated are a dependency that failed; all else is `internal` with a
 * sentence that says nothing, the error as its cause.
 * @param mayWrite whether the request may have changed something before it failed
 */
export function translateError(error: unknown, mayWrite: boolean): DomainError {
  if (error instanceof DomainError) return error.outcomeUnknown ? withDoubt(error) : error;
  if (error instanceof HttpException) return ofFramework(error);
  if (isDriverFailure(error)) {
    const failure = new DomainError('unavailable', 'dependency_unavailable', UNAVAILABLE, {
      cause: error,
      outcomeUnknown: mayWrite,
    });
    return mayWrite ? withDoubt(failure) : failure;
  }
  return new DomainError('internal', 'internal_error', INTERNAL, { cause: error });
}

const UNAVAILABLE = 'A service that this request needs does not answer. Please try again shortly.';
const INTERNAL = 'Something went wrong on our side. The request id in X-Request-Id helps us to find it.';
const DOUBT = 'The change may have been made all the same: read before you repeat it.';

function withDoubt(error: DomainError): DomainError {
  if (error.detail.endsWith(DOUBT)) return error;
  return new DomainError(error.kind, error.code, `${error.detail} ${DOUBT}`, {
    cause: error,
    errors: error.errors,
    outcomeUnknown: true,
    ...(error.retryAfterS === undefined ? {} : { retryAfterS: error.retryAfterS }),
  });
}

const BY_STATUS: Readonly<Record<number, readonly [kind: ErrorKind, code: string, detail: string]>> = {
  400: ['malformed', 'malformed_request', 'The request cannot be understood.'],
  401: ['unauthenticated', 'unauthenticated', 'This call needs a valid access token.'],
  403: ['forbidden', 'forbidden', 'Your role does not allow this.'],
  404: ['not_found', 'route_not_found', 'There is nothing at this path for this method.'],
  405: ['not_found', 'route_not_found', 'There is nothing at this path for this method.'],
  409: ['conflict', 'conflict', 'The current state does not allow this.'],
  412: ['precondition_failed', 'precondition_failed', 'The resource has changed since you read it.'],
  413: ['too_large', 'body_too_large', 'The body is larger than this service accepts.'],
  414: ['not_found', 'not_found', 'There is nothing at this path.'],
  415: ['unsupported_media', 'unsupported_media_type', 'Send the body as application/json in UTF-8.'],
  422: ['invalid', 'invalid_input', 'The input does not fit.'],
  429: ['too_many_requests', 'too_many_requests', 'Too many requests. Please slow down.'],
  503: ['unavailable', 'unavailable', UNAVAILABLE],
};

function ofFramework(error: HttpException): DomainError {
  const status = error.getStatus();
  const known = BY_STATUS[status] ?? (status < 500 ? BY_STATUS[400] : undefined);
  const [kind, code, detail] = known ?? (['internal', 'internal_error', INTERNAL] as const);
  return new DomainError(kind, code, detail, { cause: error });
}

const DRIVER_FAILURES = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoOperationTimeoutError',
  'MongoWaitQueueTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoPoolClearedOnNetworkError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoConnectionPoolClosedError',
  'MaxRetriesPerRequestError',
  'ClusterAllFailedError',
  'AbortError',
  'TimeoutError',
]);
const SYSTEM_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);
/** Server codes that mean "not now": time limit, stepdown, shutdown, interrupted (MongoDB's error_codes.yml). */
const MONGO_NOT_NOW = new Set([50, 89, 91, 189, 262, 10107, 11600, 11602, 13435, 13436]);
const REDIS_MESSAGES = /^(Connection is closed\.|Command timed out|Stream isn't writeable)/;

function isDriverFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (DRIVER_FAILURES.has(error.name) || REDIS_MESSAGES.test(error.message)) return true;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return SYSTEM_FAILURES.has(code);
  return error.name.startsWith('Mongo') && typeof code === 'number' && MONGO_NOT_NOW.has(code);
}

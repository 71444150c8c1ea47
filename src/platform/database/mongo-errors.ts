import mongoose from 'mongoose';
import { DomainError } from '../../kernel/errors.js';

const { mongo } = mongoose;
const RETRY_AFTER_S = 2;
const DUPLICATE_KEY = 11_000;
/** LockTimeout, WriteConflict: another write stood in the way, this one did nothing; worth another try. */
const COLLIDED = new Set([24, 112]);
/**
 * What the server refuses by looking at the command: it did nothing, and would do nothing again. (BadValue,
 * FailedToParse, Unauthorized, TypeMismatch, IllegalOperation, PathNotViable, ConflictingUpdateOperators,
 * DollarPrefixedFieldName, EmptyFieldName, ImmutableField, InvalidOptions, DocumentValidationFailure,
 * NoQueryExecutionPlans, BSONObjectTooLarge, and the size limit of an update.)
 */
const REFUSED = new Set([2, 9, 13, 14, 20, 28, 40, 52, 56, 66, 72, 121, 291, 10_334, 17_419]);
/** Errors of sockets and name servers that the driver lets through as they are. */
const SOCKET_CODES = new Set(
  (
    'EPIPE ECONNRESET ECONNREFUSED ECONNABORTED ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN ' +
    'ERR_STREAM_DESTROYED ERR_STREAM_PREMATURE_CLOSE'
  ).split(' '),
);
const ABORTS = new Set(['AbortError', 'TimeoutError']);

/** `read`: nothing can have happened, and a broken socket is worth one retry. */
export type OperationKind = 'read' | 'write';

/**
 * Runs database operations and turns what the driver throws into domain errors:
 * - a duplicate key: `conflict` (code `duplicate`)
 * - the server refused, and did nothing: `unavailable` or `internal`, known failed
 * - time limits, lost connections, write concerns that were not met: `unavailable`, for writes with
 *   `outcomeUnknown`
 * Domain errors and anything unknown pass unchanged.
 * @param kind `write` unless said: the safe side
 */
export async function translateMongoErrors<Result>(
  operation: () => Promise<Result>,
  kind: OperationKind = 'write',
): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    if (kind === 'write' || !isSocketError(error)) throw domainErrorOf(error, kind);
  }
  try {
    return await operation();
  } catch (error) {
    throw domainErrorOf(error, kind);
  }
}

/** The domain error for what the driver threw, or the error itself where the table does not know it. */
export function domainErrorOf(error: unknown, kind: OperationKind): unknown {
  if (error instanceof DomainError) return error;
  if (kind === 'read')
    return isFault(error) ? internal(error) : isMongoTrouble(error) ? unreachable(error) : error;
  if (isPartial(error)) return unknownOutcome(error);
  if (isDuplicateKey(error)) {
    return new DomainError('conflict', 'duplicate', 'Something with these values exists already.', {
      cause: error,
    });
  }
  if (isFault(error)) return internal(error);
  if (didNothing(error)) return unreachable(error);
  return isMongoTrouble(error) ? unknownOutcome(error) : error;
}

/** The fields of the unique index that a write ran into; empty for other errors (and for the domain error's cause). */
export function duplicateKeyFields(error: unknown): readonly string[] {
  const source = error instanceof DomainError ? error.cause : error;
  if (!isDuplicateKey(source)) return [];
  const inner = source instanceof mongo.MongoBulkWriteError ? firstWriteError(source) : source;
  const pattern = isRecord(inner) ? inner['keyPattern'] : undefined;
  if (isRecord(pattern)) return Object.keys(pattern);
  const index = /index: (\S+) dup key: \{ ?([^ :]+):/.exec(source instanceof Error ? source.message : '');
  return index?.[2] === undefined ? [] : [index[2].replaceAll('"', '')];
}

/** The write's time was over before anything was sent. */
export function outOfTime(): DomainError {
  return new DomainError(
    'unavailable',
    'database_unavailable',
    'There was no time left for the change; nothing was changed.',
    {
      retryAfterS: RETRY_AFTER_S,
    },
  );
}

function unreachable(cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'database_unavailable',
    'The database does not answer at the moment.',
    {
      cause,
      retryAfterS: RETRY_AFTER_S,
    },
  );
}

function unknownOutcome(cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'outcome_unknown',
    'The database did not confirm the change in time: it may have happened. Read it before you try again.',
    { cause, retryAfterS: RETRY_AFTER_S, outcomeUnknown: true },
  );
}

function internal(cause: unknown): DomainError {
  return new DomainError(
    'internal',
    'internal',
    'The request could not be carried out; nothing was changed.',
    {
      cause,
    },
  );
}

function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/** Part of a batch was written before the error, or it is not known how safely. */
function isPartial(error: unknown): boolean {
  if (error instanceof mongo.MongoWriteConcernError) return true;
  if (!(error instanceof mongo.MongoBulkWriteError)) return false;
  const { result } = error;
  const done = result.insertedCount + result.modifiedCount + result.deletedCount + result.upsertedCount;
  return done > 0 || result.getWriteConcernError() !== undefined;
}

function isFault(error: unknown): boolean {
  if (error instanceof mongoose.Error.CastError || error instanceof mongoose.Error.ValidationError)
    return true;
  return error instanceof mongo.MongoServerError && REFUSED.has(Number(error.code));
}

function didNothing(error: unknown): boolean {
  if (!(error instanceof mongo.MongoError)) return false;
  if (error.hasErrorLabel('UnknownTransactionCommitResult')) return false;
  if (error.hasErrorLabel('NoWritesPerformed') || error.hasErrorLabel('TransientTransactionError'))
    return true;
  return error instanceof mongo.MongoServerError && COLLIDED.has(Number(error.code));
}

function isMongoTrouble(error: unknown): boolean {
  if (error instanceof mongo.MongoError || error instanceof mongoose.Error.MongooseServerSelectionError)
    return true;
  if (isSocketError(error)) return true;
  return isRecord(error) && ABORTS.has(String(error['name']));
}

function isSocketError(error: unknown): boolean {
  if (error instanceof mongo.MongoError) return false;
  return (
    typeof error === 'object' && error !== null && 'code' in error && SOCKET_CODES.has(String(error.code))
  );
}

function firstWriteError(error: InstanceType<typeof mongo.MongoBulkWriteError>): unknown {
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  return errors[0]?.err;
}

/** Errors of Node itself are no `instanceof` anything across realms (tests): looked at by their fields. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

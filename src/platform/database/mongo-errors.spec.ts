import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { DomainError } from '../../kernel/errors.js';
import { duplicateKeyFields, translateMongoErrors } from './mongo-errors.js';

const { mongo } = mongoose;

const server = (code: number, labels: string[] = []): Error => {
  const error = new mongo.MongoServerError({ message: `code ${code}`, code });
  for (const label of labels) error.addErrorLabel(label);
  return error;
};
const socket = (code: string): Error => Object.assign(new Error(code), { code });
const caught = async (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => null,
    (error: unknown) => error,
  );
const write = (error: Error): Promise<unknown> =>
  caught(translateMongoErrors(() => Promise.reject(error), 'write'));

describe('errors of writes', () => {
  it.each([
    ['a duplicate key', server(11_000), 'conflict', false],
    ['a write conflict', server(112), 'unavailable', false],
    ['a refused value', server(121), 'internal', false],
    ['no write performed', server(91, ['NoWritesPerformed']), 'unavailable', false],
    ['an aborted transaction', server(251, ['TransientTransactionError']), 'unavailable', false],
    ['a commit without an answer', server(251, ['UnknownTransactionCommitResult']), 'unavailable', true],
    ['a primary that stepped down', server(189), 'unavailable', true],
    ['the server time limit', server(50), 'unavailable', true],
    ['a lost connection', new mongo.MongoNetworkError('lost'), 'unavailable', true],
    ['a frozen server', new mongo.MongoNetworkTimeoutError('frozen'), 'unavailable', true],
    ['no server to be found', new mongo.MongoServerSelectionError('none', {} as never), 'unavailable', true],
    ['our own limit', new DOMException('time is up', 'TimeoutError'), 'unavailable', true],
    ['a broken pipe', socket('EPIPE'), 'unavailable', true],
    ['a reset connection', socket('ECONNRESET'), 'unavailable', true],
  ])('names %s rightly', async (_what, error, kind, outcomeUnknown) => {
    const translated = await write(error);
    expect(translated).toBeInstanceOf(DomainError);
    expect(translated).toMatchObject({ kind, outcomeUnknown, cause: error });
  });

  it('names a write concern that was not met as unknown', async () => {
    const error = new mongo.MongoWriteConcernError({
      ok: 1,
      writeConcernError: {
        code: 64,
        errmsg: 'waiting for replication timed out',
        codeName: 'WriteConcernFailed',
      },
    } as never);
    expect(await write(error)).toMatchObject({ kind: 'unavailable', outcomeUnknown: true });
  });

  it('passes domain errors and unknown ones on unchanged', async () => {
    const known = new DomainError('not_found', 'gone', 'Gone.');
    const unknown = new TypeError('our own mistake');
    expect(await write(known)).toBe(known);
    expect(await write(unknown)).toBe(unknown);
  });
});

describe('errors of reads', () => {
  it('tries once more after a broken socket', async () => {
    let calls = 0;
    const value = await translateMongoErrors(async () => {
      calls += 1;
      if (calls === 1) throw socket('EPIPE');
      return 'found';
    }, 'read');
    expect([value, calls]).toEqual(['found', 2]);
  });

  it('says unavailable, and never that something may have happened', async () => {
    for (const error of [socket('ECONNRESET'), server(50), new mongo.MongoNetworkError('lost')]) {
      const translated = await caught(translateMongoErrors(() => Promise.reject(error), 'read'));
      expect(translated).toMatchObject({ kind: 'unavailable', outcomeUnknown: false, retryAfterS: 2 });
    }
  });
});

describe('duplicateKeyFields', () => {
  it('names the fields of the index, through the translation too', async () => {
    const error = new mongo.MongoServerError({ message: 'E11000', code: 11_000, keyPattern: { email: 1 } });
    expect(duplicateKeyFields(await write(error))).toEqual(['email']);
    expect(duplicateKeyFields(server(50))).toEqual([]);
  });
});

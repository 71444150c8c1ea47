import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { DomainError, type ErrorKind } from '../../kernel/errors.js';
import { instanceOf, problemHeaders, problemOf, PROBLEMS } from './problem.js';
import { translateError } from './translate-error.js';

describe('translateError', () => {
  it('leaves a domain error as it is', () => {
    const error = new DomainError('conflict', 'taken', 'It is taken.');
    expect(translateError(error, true)).toBe(error);
  });

  it('adds the doubt about a write whose outcome is unknown, once', () => {
    const error = new DomainError('unavailable', 'database', 'No answer.', { outcomeUnknown: true });
    const told = translateError(translateError(error, true), true);
    expect(told.detail).toMatch(/^No answer\. The change may have been made[^.]*\.$/);
    expect(told.outcomeUnknown).toBe(true);
  });

  it.each([
    [new NotFoundException('Cannot GET /secret?x=1'), 'not_found'],
    [new BadRequestException(['internals']), 'malformed'],
    [new HttpException('teapot', 418), 'malformed'],
    [new HttpException('boom', 502), 'internal'],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unavailable'],
    [Object.assign(new Error('exceeded time limit'), { name: 'MongoServerError', code: 50 }), 'unavailable'],
    [Object.assign(new Error('dup key'), { name: 'MongoServerError', code: 11_000 }), 'internal'],
    [new Error('Command timed out'), 'unavailable'],
    [new TypeError('x is not a function'), 'internal'],
    ['a string', 'internal'],
    [undefined, 'internal'],
  ])('makes %s a problem of its own words (%s)', (thrown, kind) => {
    const told = translateError(thrown, false);
    expect(told.kind).toBe(kind);
    const foreign = thrown instanceof Error ? thrown.message : String(thrown);
    expect(told.detail).not.toContain(foreign);
  });
});

describe('problems', () => {
  it('have a type, a title and a status for every kind', () => {
    for (const kind of Object.keys(PROBLEMS) as ErrorKind[]) {
      const made = problemOf(new DomainError(kind, 'code', 'A sentence.'), '/x');
      expect(made.status).toBeGreaterThanOrEqual(400);
      expect(made.type).not.toContain('_');
    }
  });

  it('tell when to come back, in whole seconds of at least one', () => {
    const after = (kind: ErrorKind, retryAfterS?: number) =>
      problemHeaders(new DomainError(kind, 'c', 'd', retryAfterS === undefined ? {} : { retryAfterS }))[
        'retry-after'
      ];
    expect([after('unavailable'), after('unavailable', 0.1), after('too_many_requests', 12)]).toEqual([
      '2',
      '1',
      '12',
    ]);
    expect(after('conflict')).toBeUndefined();
  });

  it('name the path without its query, as a URI reference of bounded length', () => {
    expect(instanceOf('/a/b?secret=1#x')).toBe('/a/b');
    expect(instanceOf('/%zz/<"ä>')).toBe('/%25zz/%3C%22%E4%3E');
    expect(instanceOf(undefined)).toBe('/');
    expect(instanceOf(`/${'a'.repeat(5_000)}`).length).toBe(512);
  });
});

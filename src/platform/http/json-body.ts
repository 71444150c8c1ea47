import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/errors.js';

/** Deeper than any input of ours; what follows walks values recursively. */
const DEEPEST = 64;

/**
 * Makes JSON in UTF-8 the one kind of body that is read: refuses other media types, charsets and codings (415),
 * bytes that are no UTF-8, broken, empty or hostile JSON and absurd nesting (400).
 */
export function acceptJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const text = textOf(request, body);
      if (text === undefined) {
        done(null, undefined);
        return;
      }
      refuseDeepNesting(text);
      void parse(request, text, (error, value) => {
        if (error) done(malformedJson(error, text));
        else done(null, value);
      });
    } catch (error) {
      done(error as Error); // all three functions above throw errors only
    }
  });
  server.addHook('preParsing', async (request) => {
    const coding = request.headers['content-encoding'];
    if (coding === undefined || coding.toLowerCase() === 'identity') return;
    throw new DomainError(
      'unsupported_media',
      'unsupported_content_encoding',
      'Send the body as it is, without a content encoding.',
    );
  });
}

function textOf(request: FastifyRequest, body: string | Buffer): string | undefined {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw new DomainError('unsupported_media', 'unsupported_charset', 'Send the body in UTF-8.');
  }
  if (body.length === 0) {
    // Clients that put a content type on every request put it on a DELETE, too.
    if (request.method === 'DELETE') return undefined;
    throw new DomainError('malformed', 'body_empty', 'The body is empty; this call needs JSON.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      typeof body === 'string' ? Buffer.from(body) : body,
    );
  } catch (cause) {
    throw new DomainError('malformed', 'body_not_utf8', 'The body is not valid UTF-8.', { cause });
  }
}

function refuseDeepNesting(text: string): void {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > DEEPEST) {
      throw new DomainError(
        'malformed',
        'body_too_deep',
        `The body is nested deeper than ${DEEPEST} levels.`,
      );
    }
  }
}

function malformedJson(cause: Error, text: string): DomainError {
  const isSound = isJson(text);
  return isSound
    ? new DomainError('malformed', 'body_forbidden_key', 'The body has a key that is never allowed.', {
        cause,
      })
    : new DomainError('malformed', 'body_not_json', 'The body is not valid JSON.', { cause });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // the question is the answer
  }
}

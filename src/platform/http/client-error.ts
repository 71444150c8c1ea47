import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { randomId } from '../../kernel/ids.js';
import type { Logger } from '../logging/index.js';
import { PROBLEM_JSON, type Problem, problem } from './problem.js';

/** How long a refused client may take to read why. */
const FAREWELL_MS = 1_000;

/** What Node keeps on a socket; not in its types. */
interface WithMessage {
  readonly _httpMessage?: { readonly headersSent: boolean } | null;
}

/**
 * Answers what is no HTTP request, or one that is too large or too slow, on the raw socket: neither Fastify nor Nest
 * ever sees it.
 */
export function clientErrorHandler(logger: Logger) {
  return (error: Error & { readonly code?: string }, socket: Socket & WithMessage): void => {
    // An answer that has begun must not be continued by another one.
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent === true) {
      socket.destroy();
      return;
    }
    const requestId = randomId();
    const answer = problemFor(error.code);
    logger.info({ requestId, route: 'none', status: answer.status, code: error.code }, 'request refused');
    const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
    socket.once('close', () => clearTimeout(timer));
    socket.resume(); // reads on, or the answer would be lost (RFC 9112, 9.6)
    socket.end(rawAnswer(answer, requestId));
  };
}

function problemFor(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return problem(
      'headers_too_large',
      'headers_too_large',
      'The header fields of the request are too large.',
    );
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return problem('timed_out', 'request_timeout', 'The request took too long to arrive.');
  }
  return problem('malformed', 'not_http', 'This is not a valid HTTP request.');
}

function rawAnswer(answer: Problem, requestId: string): string {
  const body = JSON.stringify(answer);
  return [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Error'}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    `X-Request-Id: ${requestId}`,
    '',
    body,
  ].join('\r\n');
}

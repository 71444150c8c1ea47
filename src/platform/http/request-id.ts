import type { IncomingMessage } from 'node:http';
import { randomId } from '../../kernel/ids.js';

/** An id that a client or proxy gave is taken over only in this form: it stands in logs and answers. */
const ACCEPTABLE = /^[\w.:=+/-]{8,128}$/;

/** The id of a request: its own `X-Request-Id` if it is harmless, a new one otherwise. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomId();
}

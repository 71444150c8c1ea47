import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/index.js';
import type { WithCaller } from '../security/access.decorators.js';

/** The one line that a request leaves: bounded words and numbers, nothing that the client wrote but its id. */
interface RequestLine extends EndedRequest {
  readonly requestId: string;
  /** What the cache did, as `Cache-Status` says it. */
  readonly cache?: string;
  readonly userId?: string;
  /** The client went away before the end of the answer. */
  readonly aborted?: true;
}

/** What nginx, too, calls a request whose client did not wait for the answer. */
const CLIENT_GONE = 499;

/** What became of a request, in bounded words and numbers. */
export interface EndedRequest {
  readonly method: string;
  /** The route's pattern, never the path; `none` where no route has it. */
  readonly route: string;
  /** 499 where the client did not wait for the answer. */
  readonly status: number;
  readonly ms: number;
}

export function endedRequest(request: FastifyRequest, reply: FastifyReply): EndedRequest {
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: reply.raw.headersSent ? reply.statusCode : CLIENT_GONE,
    ms: reply.elapsedTime,
  };
}

/** Writes the line of an answered request. */
export function logRequest(
  logger: Logger,
  { method, route, status, ms }: EndedRequest,
  request: FastifyRequest & WithCaller,
  reply: FastifyReply,
): void {
  if (!logger.isLevelEnabled('info')) return;
  const cache = reply.getHeader('cache-status');
  const line: RequestLine = {
    requestId: request.id,
    method,
    route,
    status,
    ms: Math.round(ms * 100) / 100,
    ...(typeof cache === 'string' ? { cache: cache.replace(/^inframind; */, '') } : {}),
    ...(request.caller === undefined ? {} : { userId: request.caller.userId }),
    ...(reply.raw.writableFinished ? {} : { aborted: true }),
  };
  logger.info(line, 'request');
}

import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { DomainError } from '../../kernel/errors.js';
import type { Config } from '../config/index.js';
import type { Logger } from '../logging/index.js';
import { clientErrorHandler } from './client-error.js';
import { acceptJsonOnly } from './json-body.js';
import { sendProblem } from './problem.filter.js';
import { requestIdOf } from './request-id.js';
import { type EndedRequest, endedRequest, logRequest } from './request-log.js';

/** Bounds on what one client may hold open. */
export interface ConnectionLimits {
  /** The header of a request must be complete within this time. */
  readonly headersTimeoutMs: number;
  /** The whole request must have arrived within this time. */
  readonly requestTimeoutMs: number;
  /** How often the two are looked after. */
  readonly checkIntervalMs: number;
  /** An unused connection is closed after this time; more than proxies keep theirs (60 s is usual). */
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
}

const LIMITS: ConnectionLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  checkIntervalMs: 2_000,
  keepAliveTimeoutMs: 65_000,
  maxConnections: 10_000,
};

/**
 * The HTTP server under Nest: request ids, the request log, JSON bodies only, bounds against slow clients, and problem
 * details for what never reaches Nest.
 */
export function createAdapter(
  config: Config,
  logger: Logger,
  limits: ConnectionLimits = LIMITS,
): FastifyAdapter {
  // The end of the connection's use, not of the handler: the client may have gone away before.
  const follow = (request: FastifyRequest, reply: FastifyReply): void =>
    void reply.raw.once('close', () => {
      const ended = endedRequest(request, reply);
      logRequest(logger, ended, request, reply);
      for (const listener of adapter.endListeners) listener(ended);
    });
  const adapter: JsonAdapter = new JsonAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: config.http.bodyLimitBytes,
    routerOptions: { ignoreTrailingSlash: true },
    // One proxy, the nearest: what stands before it in X-Forwarded-For is what the client has written there.
    trustProxy: config.http.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    // Requests on open connections are served to the end, see Draining.
    return503OnClosing: false,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      requireHostHeader: false, // refused in `refuseMissingHost`, with a body
    },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      follow(request, reply);
      answerFrameworkError(error, request, reply);
    },
    clientErrorHandler: clientErrorHandler(logger),
  });
  const server = adapter.getInstance();
  server.server.maxConnections = limits.maxConnections;
  acceptJsonOnly(server);
  // The first of all hooks: preflights and refusals carry the id, too.
  adapter.setOnRequestHook((request, reply, done) => {
    void reply.header('x-request-id', request.id);
    follow(request, reply);
    done(refuseMissingHost(request));
  });
  return adapter;
}

/**
 * Calls the listener at the end of each request, also of those that never reached Nest.
 * @param adapter the application's; nothing is heard where it was not made by {@link createAdapter}
 */
export function onRequestEnd(adapter: unknown, listener: (request: EndedRequest) => void): void {
  if (adapter instanceof JsonAdapter) adapter.endListeners.push(listener);
}

/** Nest would add parsers of its own for JSON and forms; `acceptJsonOnly` has the one that is wanted. */
class JsonAdapter extends FastifyAdapter {
  readonly endListeners: ((request: EndedRequest) => void)[] = [];

  override registerParserMiddleware(): void {}
}

function refuseMissingHost(request: FastifyRequest): DomainError | undefined {
  if (request.raw.headers.host !== undefined || request.raw.httpVersion === '1.0') return undefined;
  return new DomainError('malformed', 'host_missing', 'The request has no Host header.');
}

function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id);
  // A parameter that is longer than any id of ours is an id of nothing.
  const answer =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? new DomainError('not_found', 'not_found', 'There is nothing at this path.', { cause: error })
      : new DomainError('malformed', 'bad_url', 'The path of the request is malformed.', { cause: error });
  sendProblem(request, reply, answer);
}

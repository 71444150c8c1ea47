import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/errors.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { settleBody } from './body-settling.js';
import { instanceOf, problemHeaders, problemOf } from './problem.js';
import { translateError } from './translate-error.js';

/** Answers every error that Nest or Fastify hands over as a problem (RFC 9457). */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = isCutOff(request)
      ? new DomainError('malformed', 'body_cut_off', 'The request ended before its body did.', {
          cause: thrown,
        })
      : translateError(thrown, !SAFE_METHODS.has(request.method));
    logFault(this.logger, request, error);
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy(); // half an answer is out: only a broken connection tells the client so
      return;
    }
    await settleBody(request.raw);
    sendProblem(request, reply, error);
  }
}

/** Sends the problem of `error` as the answer to `request`. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: DomainError): void {
  for (const name of ENTITY_HEADERS) reply.removeHeader(name);
  const body = problemOf(error, instanceOf(request.raw.url));
  void reply.code(body.status).headers(problemHeaders(error)).serializer(String).send(JSON.stringify(body));
}

/** The client went away while it still sent: its broken connection must not pass for a dependency's. */
function isCutOff({ raw }: FastifyRequest): boolean {
  return raw.errored !== null && !raw.complete;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What a handler may have said of an answer that is no longer coming. */
const ENTITY_HEADERS = ['etag', 'location', 'last-modified', 'age', 'content-length', 'content-encoding'];

function logFault(logger: Logger, request: FastifyRequest, error: DomainError): void {
  const where = {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url,
    code: error.code,
  };
  if (error.kind === 'internal') {
    logger.error({ ...where, err: error.cause ?? error }, 'a request failed for a reason of ours');
  } else if (error.kind === 'unavailable') {
    logger.warn({ ...where, err: error.cause ?? error }, 'a request failed for want of a dependency');
  }
}

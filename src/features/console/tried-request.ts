import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { type FinishedRead, type ReadCourse, ReadTelemetry } from '../../cache/index.js';
import { randomId } from '../../kernel/ids.js';

/** How a request went that was sent through this process's own router. */
export interface Tried {
  readonly status: number;
  readonly cacheStatus: string | null;
  readonly sizeBytes: number;
  readonly tookMs: number;
  /** null: no cached route has answered it; then `course` says how far it came. */
  readonly read: FinishedRead | null;
  readonly course: ReadCourse | null;
}

/** What of the asker's own request the tried one carries: the rights are his. */
export interface Asker {
  readonly authorization: string;
  readonly ip: string;
}

/** Sends a GET through guards, cache and handler as if it had come over the network, and looks at the way it took. */
@Injectable()
export class TriedRequest {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly telemetry: ReadTelemetry,
  ) {}

  async get(path: string, fresh: boolean, asker: Asker): Promise<Tried> {
    const id = randomId();
    const watched = this.telemetry.watch(id);
    const server: FastifyInstance = this.adapterHost.httpAdapter.getInstance();
    const startedMs = performance.now();
    try {
      const response = await server.inject({
        method: 'GET',
        url: path,
        remoteAddress: asker.ip,
        headers: {
          authorization: asker.authorization,
          'x-request-id': id,
          ...(fresh ? { 'cache-control': 'no-cache' } : {}),
        },
      });
      const { 'cache-status': cacheStatus } = response.headers;
      return {
        status: response.statusCode,
        cacheStatus: typeof cacheStatus === 'string' ? cacheStatus : null,
        sizeBytes: response.rawPayload.length,
        tookMs: performance.now() - startedMs,
        read: watched.finished(),
        course: watched.course(),
      };
    } finally {
      watched.end();
    }
  }
}

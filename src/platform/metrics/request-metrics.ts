import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type EndedRequest, onRequestEnd } from '../http/index.js';
import { type Labels, Metrics } from './metrics.js';

/** Upper bounds in seconds: a hit takes a fraction of a millisecond, no request longer than the database may. */
const BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const MS_PER_S = 1_000;

/** How many requests there were, by route pattern and status, and how long they took. */
@Injectable()
export class RequestMetrics {
  private readonly durations: { observe(labels: Labels, seconds: number): void };

  constructor(metrics: Metrics, host: HttpAdapterHost) {
    this.durations = metrics.histogram(
      {
        name: 'http_request_duration_seconds',
        help: 'Duration of requests, from their head to the end of the answer.',
        labels: ['method', 'route', 'status'],
      },
      BUCKETS_S,
    );
    onRequestEnd(host.httpAdapter, (request) => this.observe(request));
  }

  private observe({ method, route, status, ms }: EndedRequest): void {
    this.durations.observe({ method, route, status: String(status) }, ms / MS_PER_S);
  }
}

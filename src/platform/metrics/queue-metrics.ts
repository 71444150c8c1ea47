import { Inject, Injectable } from '@nestjs/common';
import { JOB_QUEUE, type JobQueue } from '../queue/index.js';
import { Metrics } from './metrics.js';

/** How many jobs there are, over all processes. */
@Injectable()
export class QueueMetrics {
  constructor(metrics: Metrics, @Inject(JOB_QUEUE) queue: JobQueue) {
    metrics.gauges({ name: 'jobs', help: 'Jobs of all processes, by state.', labels: ['state'] }, async () =>
      Object.entries(await queue.counts()).map(([state, count]) => [{ state }, count] as const),
    );
  }
}

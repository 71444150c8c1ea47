import { Global, Module } from '@nestjs/common';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { QueueMetrics } from './queue-metrics.js';
import { RequestMetrics } from './request-metrics.js';

/** Gives {@link Metrics} to every room; those that stand alone do without. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [Metrics, QueueMetrics, RequestMetrics],
  exports: [Metrics],
})
export class MetricsModule {}

import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What all metrics of the service are called before their own names. */
const PREFIX = 'inframind_';
/** How finely the delay of the event loop is measured, in ms: each measurement wakes the process. */
const LOOP_RESOLUTION_MS = 20;

/** Label values: words of a bounded set (route patterns, tiers, states), never an id. */
export type Labels = Readonly<Record<string, string>>;
/** Values as they are when they are asked for. */
export type Reading = Iterable<readonly [labels: Labels, value: number]>;

/** @property name without the service's prefix; with its unit (`_seconds`, `_bytes`), or `_total` if it only grows */
export interface MetricName {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/**
 * The metrics of this process. Rooms above name theirs here; what is counted elsewhere anyway is read when somebody asks,
 * and costs nothing before.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  /** A value that goes up and down, read when asked for; null: not known at the moment, and left out. */
  gauge(metric: MetricName, read: () => number | null): void {
    this.gauges(metric, () => {
      const value = read();
      return value === null ? [] : [[{}, value]];
    });
  }

  /** As {@link gauge}, one for each combination of labels. What throws is left out. */
  gauges(metric: MetricName, read: () => Reading | Promise<Reading>): void {
    const gauge: Gauge = new Gauge({
      ...this.optionsOf(metric),
      collect: async () => {
        const reading = await settled(read);
        gauge.reset();
        if (metric.labels === undefined) gauge.remove({}); // or it would be 0, which is not what "not known" means
        for (const [labels, value] of reading) gauge.set(labels, value);
      },
    });
  }

  /** Counts that somebody else keeps, read when asked for; they only grow. */
  counters(metric: MetricName, read: () => Reading): void {
    const counter: Counter = new Counter({
      ...this.optionsOf(metric),
      collect: () => {
        counter.reset();
        for (const [labels, value] of read()) counter.inc(labels, value);
      },
    });
  }

  /** A distribution, observed as things happen. */
  histogram(
    metric: MetricName,
    buckets: readonly number[],
  ): { observe(labels: Labels, value: number): void } {
    return new Histogram({ ...this.optionsOf(metric), buckets: [...buckets] });
  }

  /** All of it as Prometheus reads it (text format 0.0.4). */
  async text(): Promise<string> {
    return `${await this.registry.metrics()}\n${await processMetrics().metrics()}`;
  }

  private optionsOf({ name, help, labels = [] }: MetricName) {
    return { name: PREFIX + name, help, labelNames: [...labels], registers: [this.registry] };
  }
}

/** The content type of {@link Metrics.text}. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

let defaults: Registry | null = null;

/** CPU, memory, event loop, garbage collection: of the process, however many applications live in it. */
function processMetrics(): Registry {
  if (defaults === null) {
    defaults = new Registry();
    collectDefaultMetrics({ register: defaults, eventLoopMonitoringPrecision: LOOP_RESOLUTION_MS });
  }
  return defaults;
}

/** One that fails must not hide the others. */
async function settled(read: () => Reading | Promise<Reading>): Promise<Reading> {
  try {
    return await read();
  } catch {
    return [];
  }
}

import type { Clock } from '../../kernel/clock.js';
import type { Instance } from './instances.js';
import { ANSWERERS, type ByAnswerer, type ReadTelemetry } from './read-telemetry.js';

/** Reads a second of all instances that are up, by who answered. */
export interface Sample {
  /** ms since 1970, for people. */
  readonly atMs: number;
  readonly perSecond: ByAnswerer;
}

/** Five minutes. */
const KEPT_SAMPLES = 300;

/** Turns counts into rates, once a second, and keeps the last minutes of them. */
export class RateSampler {
  private readonly kept: Sample[] = [];
  private before: ByAnswerer;
  private beforeMs: number;
  private rates: ByAnswerer = { l1: 0, l2: 0, shared: 0, stale: 0, database: 0 };
  private count = 0;

  constructor(
    private readonly reads: ReadTelemetry,
    private readonly clock: Clock,
  ) {
    this.before = reads.counts();
    this.beforeMs = clock.nowMs();
  }

  isDue(intervalMs: number): boolean {
    return this.clock.nowMs() - this.beforeMs >= intervalMs;
  }

  /** The rates of this instance since the last time. */
  sampleOwn(): void {
    const nowMs = this.clock.nowMs();
    const counts = this.reads.counts();
    const seconds = Math.max(0.001, (nowMs - this.beforeMs) / 1000);
    this.rates = byAnswerer((name) => (counts[name] - this.before[name]) / seconds);
    this.before = counts;
    this.beforeMs = nowMs;
    this.count += 1;
  }

  /** Of this instance, at the last sample. */
  own(): ByAnswerer {
    return this.rates;
  }

  /** How many samples there have been. */
  taken(): number {
    return this.count;
  }

  /** Adds what the instances that are up have told of themselves. */
  add(instances: readonly Instance[]): Sample {
    const up = instances.filter(({ state }) => state === 'up');
    const perSecond = byAnswerer((name) =>
      round(up.reduce((sum, { status }) => sum + status.reads_per_second[name], 0)),
    );
    const sample = { atMs: this.clock.wallMs(), perSecond };
    this.kept.push(sample);
    if (this.kept.length > KEPT_SAMPLES) this.kept.shift();
    return sample;
  }

  samples(): readonly Sample[] {
    return this.kept;
  }
}

function byAnswerer(of: (name: keyof ByAnswerer) => number): ByAnswerer {
  const [l1, l2, shared, stale, database] = ANSWERERS.map(of);
  return { l1: l1 ?? 0, l2: l2 ?? 0, shared: shared ?? 0, stale: stale ?? 0, database: database ?? 0 };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

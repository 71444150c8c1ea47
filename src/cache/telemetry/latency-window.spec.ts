import { describe, expect, it } from '@jest/globals';
import { LATENCY_BOUNDS_MS, LatencyWindow } from './latency-window.js';

const SLICES = 6;

describe('a latency window', () => {
  it('knows nothing before the first measurement', () => {
    const { count, p50Ms, p95Ms, p99Ms, meanMs } = new LatencyWindow().read();
    expect([count, p50Ms, p95Ms, p99Ms, meanMs]).toEqual([0, null, null, null, null]);
  });

  it('puts a duration into the bucket whose bound is the next above it', () => {
    for (const ms of [0, 0.0004, 0.001, 0.0011, 0.5, 1, 12.3, 16_000]) {
      const window = new LatencyWindow();
      window.record(ms);
      const bucket = window.read().buckets.indexOf(1);
      expect(LATENCY_BOUNDS_MS[bucket]).toBeGreaterThanOrEqual(ms * (1 - 1e-9));
      expect(LATENCY_BOUNDS_MS[bucket - 1] ?? -1).toBeLessThan(ms);
    }
  });

  it('counts what is longer than its last bound there', () => {
    const window = new LatencyWindow();
    window.record(1e9);
    expect(window.read().buckets.at(-1)).toBe(1);
  });

  it('gives quantiles within a bucket of the true ones', () => {
    const window = new LatencyWindow();
    for (let ms = 1; ms <= 1000; ms += 1) window.record(ms);
    const { count, p50Ms, p95Ms, p99Ms, meanMs } = window.read();
    expect(count).toBe(1000);
    expect(meanMs).toBeCloseTo(500.5);
    for (const [found, exact] of [
      [p50Ms, 500],
      [p95Ms, 950],
      [p99Ms, 990],
    ] as const) {
      expect(found).toBeGreaterThanOrEqual(exact);
      expect(found).toBeLessThanOrEqual(exact * Math.SQRT2);
    }
  });

  it('forgets a measurement after its last slice, and no sooner', () => {
    const window = new LatencyWindow();
    window.record(1);
    for (let turn = 1; turn < SLICES; turn += 1) window.turn();
    expect(window.read().count).toBe(1);
    window.turn();
    expect(window.read()).toMatchObject({ count: 0, meanMs: null });
  });
});

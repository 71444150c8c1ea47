import { describe, expect, it } from '@jest/globals';
import { durations, measurementEndMs, percentage, series } from './measurement.js';

describe('a series of measured reads', () => {
  it('runs each read once, one after the other', async () => {
    const turns: number[] = [];
    let running = 0;
    const took = await series(120, measurementEndMs(), async (turn) => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      turns.push(turn);
      running -= 1;
    });
    expect(took).toHaveLength(120);
    expect(turns).toEqual(Array.from({ length: 120 }, (_, turn) => turn));
  });

  it('ends when its time is over, but not without a single read', async () => {
    expect(await series(120, -Infinity, () => Promise.resolve())).toHaveLength(1);
  });

  it('ends with the error of a read', async () => {
    await expect(series(3, Infinity, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });
});

describe('the figures of a series', () => {
  it('are mean, least, greatest and the 95th percentile by the nearest rank', () => {
    const took = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(durations(took)).toEqual({ avg_time_ms: 10.5, min_time_ms: 1, max_time_ms: 20, p95_time_ms: 19 });
    expect(durations([0.0015])).toEqual({
      avg_time_ms: 0.0015,
      min_time_ms: 0.0015,
      max_time_ms: 0.0015,
      p95_time_ms: 0.0015,
    });
  });

  it('are percentages with two places', () => {
    expect([percentage(1, 3), percentage(0, 5), percentage(0, 0)]).toEqual([33.33, 0, 0]);
  });
});

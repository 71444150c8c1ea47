import { systemClock } from '../../kernel/clock.js';

/** How long the reads of one series took, in ms. */
export interface Durations {
  readonly avg_time_ms: number;
  readonly min_time_ms: number;
  readonly max_time_ms: number;
  readonly p95_time_ms: number;
}

/** A measurement ends by itself after this time, in ms, with what it has. */
const LIMIT_MS = 5_000;
/** After so many reads whoever else waits for this process gets a turn. */
const READS_PER_TURN = 50;

/** When a measurement that begins now must end. */
export function measurementEndMs(): number {
  return systemClock.nowMs() + LIMIT_MS;
}

/**
 * Runs `read` up to `count` times, one after the other, and at least once; fewer where `endMs` comes first.
 * @returns the duration of each, in ms
 */
export async function series(
  count: number,
  endMs: number,
  read: (turn: number) => Promise<unknown>,
): Promise<number[]> {
  const tookMs: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const startedMs = systemClock.nowMs();
    if (turn > 0 && startedMs >= endMs) break;
    await read(turn);
    tookMs.push(systemClock.nowMs() - startedMs);
    if (turn % READS_PER_TURN === READS_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return tookMs;
}

/** @param tookMs at least one */
export function durations(tookMs: readonly number[]): Durations {
  const sorted = tookMs.toSorted((one, other) => one - other);
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN; // nearest rank
  return {
    avg_time_ms: rounded(mean(tookMs), 6),
    min_time_ms: rounded(sorted[0] ?? NaN, 6),
    max_time_ms: rounded(sorted.at(-1) ?? NaN, 6),
    p95_time_ms: rounded(p95, 6),
  };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `part` of `whole` as a percentage with two places; 0 of nothing. */
export function percentage(part: number, whole: number): number {
  return whole === 0 ? 0 : rounded((100 * part) / whole, 2);
}

export function rounded(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}

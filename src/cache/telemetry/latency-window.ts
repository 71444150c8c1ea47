/** Buckets to each doubling: neighbours differ by the square root of two, finer than an eye tells apart. */
const PER_DOUBLING = 2;
/** 1 µs to 16.8 s. */
const DOUBLINGS = 24;
const BUCKETS = PER_DOUBLING * DOUBLINGS + 1;
/** The window is so many slices, of which the oldest is dropped at each turn. */
const SLICES = 6;

/** Upper bounds of the buckets, in ms; what is longer than the last counts there. */
export const LATENCY_BOUNDS_MS: readonly number[] = Array.from(
  { length: BUCKETS },
  (_, bucket) => 2 ** (bucket / PER_DOUBLING) / 1000,
);

/** How long something took, over the window: `buckets[i]` of `count` took no longer than `LATENCY_BOUNDS_MS[i]`. */
export interface Latency {
  readonly count: number;
  /** The upper bounds, in ms, of the buckets in which these quantiles lie; null without a single measurement. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly meanMs: number | null;
  readonly buckets: readonly number[];
}

/** The distribution of durations over the last slices of time: constant memory, no allocation to record. */
export class LatencyWindow {
  private readonly slices = Array.from({ length: SLICES }, () => new Slice());
  private current = 0;

  record(ms: number): void {
    // A bucket ends at 2^(bucket/2) µs.
    const bucket = ms <= 0.001 ? 0 : Math.ceil(Math.log2(ms * 1000) * PER_DOUBLING);
    const slice = this.slices[this.current]!; // `current` stays below SLICES
    const place = Math.min(bucket, BUCKETS - 1);
    slice.buckets[place] = slice.buckets[place]! + 1; // `place` stays below BUCKETS
    slice.sumMs += ms;
  }

  /** Begins the next slice of time. */
  turn(): void {
    this.current = (this.current + 1) % SLICES;
    this.slices[this.current]?.clear();
  }

  read(): Latency {
    const buckets = Array.from({ length: BUCKETS }, () => 0);
    let count = 0;
    let sumMs = 0;
    for (const slice of this.slices) {
      sumMs += slice.sumMs;
      for (const [place, some] of slice.buckets.entries()) {
        buckets[place] = buckets[place]! + some; // both have BUCKETS places
        count += some;
      }
    }
    const quantile = (share: number): number | null => quantileMs(buckets, count, share);
    const meanMs = count === 0 ? null : sumMs / count;
    return { count, p50Ms: quantile(0.5), p95Ms: quantile(0.95), p99Ms: quantile(0.99), meanMs, buckets };
  }
}

class Slice {
  readonly buckets = new Uint32Array(BUCKETS);
  sumMs = 0;

  clear(): void {
    this.buckets.fill(0);
    this.sumMs = 0;
  }
}

function quantileMs(buckets: readonly number[], count: number, share: number): number | null {
  if (count === 0) return null;
  let seen = 0;
  for (const [place, some] of buckets.entries()) {
    seen += some;
    if (seen >= count * share) return LATENCY_BOUNDS_MS[place] ?? null;
  }
  return null;
}

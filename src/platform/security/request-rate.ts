import type { Clock } from '../../kernel/clock.js';
import { MINUTE_MS, SECOND_MS } from '../../kernel/duration.js';
import { DomainError } from '../../kernel/errors.js';

/** Users and addresses counted in one window; beyond it the one counted longest is forgotten. */
const MOST_KEYS = 50_000;

/**
 * Counts requests in fixed windows of a minute, in this process. All windows begin together, so that a turn of the
 * minute empties one map and a request costs one look-up, no timer and no I/O.
 */
export class RequestRate {
  private counts = new Map<string, { requests: number }>();
  private windowEndsMs = 0;

  /** @param perMinute requests allowed in a window; 0: any number */
  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
    private readonly mostKeys = MOST_KEYS,
  ) {}

  get size(): number {
    return this.counts.size;
  }

  /** @throws DomainError `too_many_requests` with the seconds until the window ends */
  count(key: string): void {
    if (this.perMinute === 0) return;
    const nowMs = this.clock.nowMs();
    if (nowMs >= this.windowEndsMs) {
      this.counts = new Map();
      this.windowEndsMs = nowMs + MINUTE_MS;
    }
    const counter = this.counts.get(key) ?? this.begin(key);
    counter.requests += 1;
    if (counter.requests > this.perMinute) throw tooManyRequests(this.windowEndsMs - nowMs);
  }

  private begin(key: string): { requests: number } {
    if (this.counts.size >= this.mostKeys) {
      for (const oldest of this.counts.keys()) {
        this.counts.delete(oldest);
        break;
      }
    }
    const counter = { requests: 0 };
    this.counts.set(key, counter);
    return counter;
  }
}

function tooManyRequests(leftMs: number): DomainError {
  const retryAfterS = Math.max(1, Math.ceil(leftMs / SECOND_MS));
  return new DomainError(
    'too_many_requests',
    'too_many_requests',
    'Too many requests in this minute; try again later.',
    { retryAfterS },
  );
}

import type { Clock } from '../../kernel/clock.js';
import { MINUTE_MS } from '../../kernel/duration.js';

/**
 * Counts attempts that may fail, so many a minute for a key. An attempt is taken *before* it is made and given back if it
 * did not fail: however many run at once, no more than the limit can fail.
 */
export interface Attempts {
  /** `refused`: too many have failed; `retryAfterMs` until one is free. */
  take(key: string): Promise<TakenAttempt> | TakenAttempt;
}

export type TakenAttempt =
  | { readonly refused: true; readonly retryAfterMs: number }
  | { readonly refused: false; giveBack(): Promise<void> | void };

interface Window {
  taken: number;
  readonly endsMs: number;
}

/** Accounts and addresses remembered; beyond it the one counted longest is forgotten. */
const MOST_KEYS = 20_000;

/** Attempts of this process, in a fixed minute that begins with a key's first. */
export class LocalAttempts implements Attempts {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
    private readonly mostKeys = MOST_KEYS,
  ) {}

  get size(): number {
    return this.windows.size;
  }

  take(key: string): TakenAttempt {
    const nowMs = this.clock.nowMs();
    const window = this.windowOf(key, nowMs);
    if (window.taken >= this.perMinute) return { refused: true, retryAfterMs: window.endsMs - nowMs };
    window.taken += 1;
    return { refused: false, giveBack: () => this.giveBack(key, window) };
  }

  private windowOf(key: string, nowMs: number): Window {
    const known = this.windows.get(key);
    if (known !== undefined && nowMs < known.endsMs) return known;
    this.windows.delete(key); // a new window goes to the young end of the map
    this.makeRoom();
    const window = { taken: 0, endsMs: nowMs + MINUTE_MS };
    this.windows.set(key, window);
    return window;
  }

  private giveBack(key: string, window: Window): void {
    window.taken -= 1;
    if (window.taken === 0 && this.windows.get(key) === window) this.windows.delete(key);
  }

  private makeRoom(): void {
    if (this.windows.size < this.mostKeys) return;
    for (const oldest of this.windows.keys()) {
      this.windows.delete(oldest);
      return;
    }
  }
}

import type { Clock } from '../../kernel/clock.js';

/** Flights that wait for another process's load of the same key; its end, told on the bus, only wakes them. */
export class LoadWaiters {
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(private readonly clock: Clock) {}

  /** Resolves when the key's load is told to have ended, or after `boundMs`. */
  wait(key: string, boundMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        timer.cancel();
        const others = this.waiting.get(key);
        others?.delete(wake);
        if (others?.size === 0) this.waiting.delete(key);
        resolve();
      };
      const timer = this.clock.after(boundMs, wake);
      const others = this.waiting.get(key);
      if (others === undefined) this.waiting.set(key, new Set([wake]));
      else others.add(wake);
    });
  }

  wake(key: string): void {
    for (const wake of this.waiting.get(key) ?? []) wake(); // a set may shrink while it is walked
  }
}

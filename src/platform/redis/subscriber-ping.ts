import type { Redis } from 'ioredis';
import type { Clock, Timer } from '../../kernel/clock.js';

const PING_EVERY_MS = 1_000;

/**
 * Sends PING over a subscriber's connection at an interval. A subscriber only listens, so a half-open connection would
 * stay unnoticed for ever; with a command pending the socket timeout destroys it, and ioredis connects anew. It
 * does not subscribe anew: whoever listens does so at each `ready`, and learns that way that something may be lost.
 * @returns stops the pings; they also stop when the client is closed
 */
export function pingSubscriber(client: Redis, clock: Clock, everyMs = PING_EVERY_MS): () => void {
  let timer: Timer;
  const next = (): void => {
    timer = clock.after(everyMs, () => {
      // A failed ping is no news: the socket timeout acts on it, and the `error` listener tells.
      if (client.status === 'ready') client.ping().catch(() => {});
      next();
    });
  };
  next();
  const stop = (): void => timer.cancel();
  client.once('end', stop);
  return stop;
}

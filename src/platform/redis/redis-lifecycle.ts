import type { Cluster, Redis } from 'ioredis';
import { type Clock, systemClock } from '../../kernel/clock.js';

const FIRST_CONNECT_MS = 1_000;
const QUIT_MS = 300;

/**
 * Waits for the first word of a new client, so that a start neither races with it nor depends on it.
 * @returns true once it is ready; false when a try failed or the time is over (the client goes on trying by itself)
 */
export function firstConnection(
  client: Redis | Cluster,
  withinMs = FIRST_CONNECT_MS,
  clock: Clock = systemClock,
): Promise<boolean> {
  if (client.status === 'ready') return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (ready: boolean) => (): void => {
      timer.cancel();
      client.off('ready', onReady).off('close', onFailed).off('end', onFailed);
      resolve(ready);
    };
    const onReady = settle(true);
    const onFailed = settle(false);
    const timer = clock.after(withinMs, onFailed);
    client.once('ready', onReady).once('close', onFailed).once('end', onFailed);
  });
}

/** Closes a client for good, politely where Redis answers, and never takes longer than a moment; never throws. */
export async function closeRedis(client: Redis | Cluster, clock: Clock = systemClock): Promise<void> {
  if (client.status === 'ready') {
    const quit = client.quit().then(
      () => {},
      () => {}, // it did not answer: the disconnect below does without
    );
    await Promise.race([quit, new Promise<void>((resolve) => clock.after(QUIT_MS, resolve))]);
  }
  if (client.status !== 'end') client.disconnect();
}

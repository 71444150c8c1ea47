import { systemClock } from '../../kernel/clock.js';

/**
 * What `work` gives, if it does so in time. It goes on otherwise, and its end is nobody's business any more.
 * @throws what `work` throws, or an Error that says that the time is over
 */
export async function withinMs<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  let cancel = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    const timer = systemClock.after(limitMs, () => reject(new Error(`No answer within ${limitMs} ms`)));
    cancel = () => timer.cancel();
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, over]);
  } finally {
    cancel();
  }
}

import pLimit from 'p-limit';
import type { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/errors.js';

const RETRY_AFTER_S = 5;

/** One piece of work at a time, in the order of asking; nobody waits for ever. */
export class Turns {
  private readonly queue = pLimit(1);

  constructor(
    private readonly longestWaitMs: number,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError unavailable, without a stroke of work, when the turn came too late */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const askedMs = this.clock.nowMs();
    return this.queue(() => {
      if (this.clock.nowMs() - askedMs > this.longestWaitMs) throw tooMany();
      return work();
    });
  }
}

function tooMany(): DomainError {
  return new DomainError(
    'unavailable',
    'too_many_at_once',
    'Too many runs were asked for at once; nothing was written.',
    { retryAfterS: RETRY_AFTER_S },
  );
}

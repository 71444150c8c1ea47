import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.js';
import { MINUTE_MS } from '../../kernel/duration.js';
import { randomId } from '../../kernel/ids.js';
import type { Attempts, LocalAttempts, TakenAttempt } from './attempts.js';

/** What is needed of a Redis client. */
export interface AttemptStore {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
  zrem(key: string, member: string): Promise<unknown>;
}

export interface SharedAttemptsOptions {
  readonly perMinute: number;
  readonly prefix: string;
  /** How long a login waits for Redis before this process's own count decides. */
  readonly budgetMs?: number;
}

/**
 * Attempts are members of a sorted set, not a counter: a command that was given up on may be executed later, and taking the
 * same attempt twice, or returning one that was never taken, changes nothing then. Times are Redis's.
 * Gives 0, or the milliseconds until an attempt is free.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.max(1, oldest[2] + window - now)
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], window)
return 0
`;

const BUDGET_MS = 250;

/** Attempts of all instances, counted in Redis; where it does not answer, this process's own count decides alone. */
export class SharedAttempts implements Attempts {
  constructor(
    private readonly store: AttemptStore,
    private readonly local: LocalAttempts,
    private readonly clock: Clock,
    private readonly options: SharedAttemptsOptions,
  ) {}

  async take(key: string): Promise<TakenAttempt> {
    const own = this.local.take(key);
    if (own.refused) return own;
    const id = randomId();
    const name = this.nameOf(key);
    const giveBack = async (): Promise<void> => {
      await own.giveBack();
      await this.inTime(this.store.zrem(name, id)).catch(() => null); // then it counts as failed, for a minute
    };
    const waitMs = await this.askStore(name, id);
    if (waitMs === 0) return { refused: false, giveBack };
    await own.giveBack();
    return { refused: true, retryAfterMs: waitMs };
  }

  private async askStore(name: string, id: string): Promise<number> {
    try {
      const answer = await this.inTime(this.store.eval(TAKE, 1, name, this.options.perMinute, MINUTE_MS, id));
      return typeof answer === 'number' ? answer : 0;
    } catch {
      return 0; // the stated policy: Redis never decides by being away
    }
  }

  /** Neither addresses nor accounts are to be read in Redis. */
  private nameOf(key: string): string {
    return `${this.options.prefix}:login:${createHash('sha256').update(key).digest('base64url')}`;
  }

  private inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = this.clock.after(this.options.budgetMs ?? BUDGET_MS, () =>
        reject(new Error('Redis did not answer in time')),
      );
      answer.then(resolve, reject).finally(() => timer.cancel());
    });
  }
}

import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../kernel/clock.js';
import { type Attempts, LocalAttempts, type TakenAttempt } from './attempts.js';
import { type AttemptStore, SharedAttempts } from './shared-attempts.js';

const PER_MINUTE = 5;
let redis: Redis;

beforeAll(() => {
  redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
});
afterAll(() => redis.quit());

const local = (): LocalAttempts => new LocalAttempts(PER_MINUTE, systemClock);
/** A Redis that is there is waited for: on a busy machine it is late. */
const shared = (
  store: AttemptStore,
  prefix = randomBytes(6).toString('hex'),
  budgetMs = 30_000,
): SharedAttempts =>
  new SharedAttempts(store, local(), systemClock, { perMinute: PER_MINUTE, prefix, budgetMs });

async function take(attempts: Attempts, times: number): Promise<TakenAttempt[]> {
  return Promise.all(Array.from({ length: times }, async () => attempts.take('an account')));
}

const refusals = (taken: readonly TakenAttempt[]): number => taken.filter(({ refused }) => refused).length;

describe.each([
  ['of one process', local],
  ['of all', () => shared(redis)],
])('attempts %s', (_, make) => {
  it('are no more than the limit, however many come at once', async () => {
    const attempts = make();
    const taken = await take(attempts, 50);
    expect(refusals(taken)).toBe(45);
    for (const attempt of taken) {
      if (!attempt.refused) continue;
      expect(attempt.retryAfterMs).toBeGreaterThan(0);
      expect(attempt.retryAfterMs).toBeLessThanOrEqual(60_000);
    }
    expect((await attempts.take('another account')).refused).toBe(false);
  });

  it('that did not fail are given back', async () => {
    const attempts = make();
    for (let n = 0; n < 3 * PER_MINUTE; n += 1) {
      const attempt = await attempts.take('an account');
      if (attempt.refused) throw new Error('refused');
      await attempt.giveBack();
    }
    expect(refusals(await take(attempts, PER_MINUTE + 1))).toBe(1);
  });
});

describe('attempts of all', () => {
  it('are counted over several processes', async () => {
    const prefix = randomBytes(6).toString('hex');
    const [one, two] = [shared(redis, prefix), shared(redis, prefix)];
    const taken = [...(await take(one, 4)), ...(await take(two, 4))];
    expect(refusals(taken)).toBe(3);
  });

  it('leave nothing in Redis for longer than a minute, and no address', async () => {
    const prefix = randomBytes(6).toString('hex');
    await shared(redis, prefix).take('someone@example.com');
    const keys = await redis.keys(`${prefix}*`);
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toContain('example');
    expect(await redis.pttl(keys[0] ?? '')).toBeGreaterThan(0);
    expect(await redis.pttl(keys[0] ?? '')).toBeLessThanOrEqual(60_000);
  });

  it.each<[string, AttemptStore]>([
    [
      'fails',
      { eval: () => Promise.reject(new Error('down')), zrem: () => Promise.reject(new Error('down')) },
    ],
    ['is silent', { eval: () => new Promise(() => {}), zrem: () => new Promise(() => {}) }],
  ])("are the process's own where Redis %s", async (_, store) => {
    const attempts = shared(store, 'nobody', 100);
    const taken = await take(attempts, 8);
    expect(refusals(taken)).toBe(3);
    for (const attempt of taken) if (!attempt.refused) await attempt.giveBack();
    expect(refusals(await take(attempts, 1))).toBe(0);
  });
});

describe('attempts of one process', () => {
  it('are counted anew after a minute, for a bounded number of keys', () => {
    const time = { nowMs: 0 };
    const clock = { nowMs: () => time.nowMs, wallMs: () => 0, after: () => ({ cancel: () => {} }) };
    const attempts = new LocalAttempts(1, clock, 10);
    expect(attempts.take('one').refused).toBe(false);
    expect(attempts.take('one')).toEqual({ refused: true, retryAfterMs: 60_000 });
    time.nowMs = 60_000;
    expect(attempts.take('one').refused).toBe(false);
    for (let n = 0; n < 100; n += 1) attempts.take(`key ${n}`);
    expect(attempts.size).toBe(10);
  });
});

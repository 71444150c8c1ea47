import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../kernel/clock.js';
import { LocalAttempts } from '../../platform/security/attempts.js';
import { LoginThrottle } from './login-throttle.js';

const throttle = (perMinute: number): LoginThrottle =>
  new LoginThrottle(new LocalAttempts(perMinute, systemClock));
const failing = (): Promise<null> => Promise.resolve(null);

describe('the login throttle', () => {
  it('runs the logins of one account and address one after the other', async () => {
    const logins = throttle(3);
    let running = 0;
    let most = 0;
    const login = async (): Promise<string> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 'in';
    };
    await Promise.all(Array.from({ length: 30 }, () => logins.attempt('a@example.com', '10.0.0.1', login)));
    expect(most).toBe(1);
  });

  it('counts each address and each account for itself', async () => {
    const logins = throttle(1);
    expect(await logins.attempt('a@example.com', '10.0.0.1', failing)).toBeNull();
    await expect(logins.attempt('A@example.com', '10.0.0.1', failing)).rejects.toMatchObject({
      kind: 'too_many_requests',
    });
    expect(await logins.attempt('a@example.com', '10.0.0.2', failing)).toBeNull();
    expect(await logins.attempt('b@example.com', '10.0.0.1', failing)).toBeNull();
  });

  it('does not take an error for a failed login', async () => {
    const logins = throttle(1);
    const broken = (): Promise<null> => Promise.reject(new Error('the database is away'));
    for (let n = 0; n < 5; n += 1) {
      await expect(logins.attempt('a@example.com', '10.0.0.1', broken)).rejects.toThrow('away');
    }
    expect(await logins.attempt('a@example.com', '10.0.0.1', failing)).toBeNull();
  });

  it('bounds the line of one account', async () => {
    const logins = throttle(1000);
    const answers = await Promise.allSettled(
      Array.from({ length: 500 }, () => logins.attempt('a@example.com', '10.0.0.1', failing)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(101);
  });
});

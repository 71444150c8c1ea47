import { describe, expect, it } from '@jest/globals';
import { PasswordHasher } from './password-hasher.js';

const passwords = new PasswordHasher();

describe('passwords', () => {
  it('are told apart, whichever way their characters are composed', async () => {
    const stored = await passwords.hash('caf\u00e9 au lait');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(stored, 'cafe\u0301 au lait')).toBe(true);
    expect(await passwords.verify(stored, 'cafe au lait')).toBe(false);
  });

  it('of nobody and of a broken hash fit nothing', async () => {
    expect(await passwords.verify(null, '')).toBe(false);
    expect(await passwords.verify('$argon2id$broken', 'x')).toBe(false);
  });

  it('cost as much work for an unknown account as for a known one', async () => {
    const costs = (stored: string): string => stored.split('$').slice(0, 4).join('$');
    expect(costs(passwords.decoy)).toBe(costs(await passwords.hash('a password')));
  });

  it('wait in a bounded line, and who finds it full is told so', async () => {
    const crowded = new PasswordHasher();
    const answers = await Promise.allSettled(
      Array.from({ length: 300 }, () => crowded.verify('no hash at all', 'x')),
    );
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(300 - 256 - 2);
    expect(refused.length).toBeLessThan(50);
    expect(refused[0]).toMatchObject({ reason: { kind: 'unavailable', retryAfterS: 2 } });
    expect(await crowded.verify('no hash at all', 'x')).toBe(false); // the line is empty again
  });
});

import { SECOND_MS } from '../../kernel/duration.js';
import { DomainError } from '../../kernel/errors.js';
import type { Attempts } from '../../platform/security/attempts.js';
import { originOf } from '../../platform/security/request-origin.js';
import { emailKey } from './user.js';

/** Behind the one that runs; a person has one or two, a flood is told to come back. */
const MOST_WAITING = 100;

/**
 * Lets so many logins of an account from an address fail in a minute (an unknown account counts like a known one). Logins
 * of the same account and address run one after the other: so only one guess is ever taken that might be given back, many
 * good logins at once are never refused, and one account's flood holds one place at the password hasher.
 */
export class LoginThrottle {
  private readonly lines = new Map<string, { waiting: number; last: Promise<unknown> }>();

  constructor(private readonly attempts: Attempts) {}

  /**
   * Runs one login; null is its failure.
   * @throws DomainError `too_many_requests`, and whatever `login` throws (which is no failure)
   */
  async attempt<Result>(
    email: string,
    ip: string,
    login: () => Promise<Result | null>,
  ): Promise<Result | null> {
    const key = `${originOf(ip)} ${emailKey(email)}`;
    return this.inLine(key, async () => {
      const attempt = await this.attempts.take(key);
      if (attempt.refused) throw tooManyLogins(attempt.retryAfterMs);
      let failed = false;
      try {
        const result = await login();
        failed = result === null;
        return result;
      } finally {
        if (!failed) await attempt.giveBack();
      }
    });
  }

  private async inLine<Result>(key: string, run: () => Promise<Result>): Promise<Result> {
    const line = this.lines.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting > MOST_WAITING) throw tooManyLogins(SECOND_MS);
    this.lines.set(key, line);
    line.waiting += 1;
    const turn = line.last.then(run, run);
    line.last = turn.catch(() => null);
    try {
      return await turn;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(key);
    }
  }
}

function tooManyLogins(retryAfterMs: number): DomainError {
  return new DomainError(
    'too_many_requests',
    'too_many_logins',
    'Too many failed logins for this account; try again later.',
    { retryAfterS: Math.max(1, Math.ceil(retryAfterMs / SECOND_MS)) },
  );
}

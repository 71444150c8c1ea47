import { availableParallelism } from 'node:os';
import { hash, hashSync, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import { randomId } from '../../kernel/ids.js';

/** Hashes run on libuv's four threads, which files and name look-ups need too: never take more than two. */
const MOST_AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1));
/** At 20 ms each a place further behind would wait for more than five seconds. */
const MOST_WAITING = 256;

/**
 * Passwords. The library's defaults are argon2id with OWASP's first choice (19 MiB, 2 passes, 1 lane), some 20 ms a
 * password. A burst of logins waits in a bounded line and leaves the process its threads.
 */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly line: (() => void)[] = [];
  /** The password of nobody, with the same costs as everybody's. */
  readonly decoy = hashSync(randomId());

  /** @throws DomainError `unavailable` where too many wait already */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(canonical(password)));
  }

  /**
   * True where `password` belongs to `stored`. null: no such account; then as much work is done as for one, so that the time
   * taken does not tell which addresses are known. A broken hash fits no password.
   * @throws DomainError `unavailable` where too many wait already
   */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const fits = await this.inTurn(() =>
      verify(stored ?? this.decoy, canonical(password)).catch(() => false),
    );
    return stored !== null && fits;
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < MOST_AT_ONCE) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next === undefined) this.running -= 1;
      else next(); // hands the place on: `running` stays
    }
  }

  private turn(): Promise<void> {
    if (this.line.length >= MOST_WAITING) {
      return Promise.reject(
        new DomainError('unavailable', 'too_busy', 'Too many logins at once; try again in a moment.', {
          retryAfterS: 2,
        }),
      );
    }
    return new Promise((go) => this.line.push(go));
  }
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B, 5.1.1.2). */
function canonical(password: string): string {
  return password.normalize('NFKC');
}

import type { Clock } from '../../kernel/clock.js';
import type { UserId } from '../../kernel/ids.js';
import type { TokenClaims } from './token.service.js';

/** Whose a valid token is, and until when. */
export interface VerifiedToken {
  readonly userId: UserId;
  /** Its `exp`, by the monotonic clock of this process. */
  readonly endsAtMs: number;
}

/** About 400 bytes each: 4 MB when full. */
const MOST_TOKENS = 10_000;

/**
 * Remembers which tokens were found valid, until they expire, so that the hot path pays for one look into a map instead of
 * a signature. Whether the account may still be used is not remembered here: the guard asks the account directory.
 */
export class VerifiedTokens {
  private readonly tokens = new Map<string, VerifiedToken>();

  constructor(
    private readonly verifyClaims: (token: string) => TokenClaims,
    private readonly clock: Clock,
    private readonly mostTokens = MOST_TOKENS,
  ) {}

  get size(): number {
    return this.tokens.size;
  }

  /** @throws DomainError `unauthenticated` */
  verify(token: string): VerifiedToken {
    const known = this.tokens.get(token);
    if (known === undefined) return this.remember(token);
    if (this.clock.nowMs() < known.endsAtMs) return known;
    this.tokens.delete(token);
    return this.remember(token); // lets the verifier say no
  }

  private remember(token: string): VerifiedToken {
    const { userId, expiresAtS } = this.verifyClaims(token);
    const leftMs = expiresAtS * 1000 - this.clock.wallMs(); // `exp` is a wall time; from here on only a duration
    this.evictOldest();
    const verified = { userId, endsAtMs: this.clock.nowMs() + leftMs };
    this.tokens.set(token, verified);
    return verified;
  }

  private evictOldest(): void {
    if (this.tokens.size < this.mostTokens) return;
    for (const oldest of this.tokens.keys()) {
      this.tokens.delete(oldest);
      return;
    }
  }
}

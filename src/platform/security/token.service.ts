import { createSigner, createVerifier } from 'fast-jwt';
import { DomainError } from '../../kernel/errors.js';
import { isObjectId, randomId, type UserId } from '../../kernel/ids.js';

/** What an access token says. The role is not in it: it is the account's, and may change while the token lives. */
export interface TokenClaims {
  readonly userId: UserId;
  /** Seconds since 1970 (RFC 7519, 4.1.4). */
  readonly expiresAtS: number;
}

export interface TokenServiceOptions {
  readonly secret: string;
  readonly ttlS: number;
}

const ISSUER = 'inframind';
/** Our tokens have about 250 characters; what is longer is not one of ours and need not be hashed. */
const LONGEST_TOKEN = 1024;

/** Access tokens: JWT, HS256 and nothing else (RFC 8725, 3.1), no clock tolerance. */
export class TokenService {
  readonly ttlS: number;
  private readonly signPayload: (payload: Record<string, unknown>) => string;
  private readonly verifyToken: (token: string) => unknown;

  constructor({ secret, ttlS }: TokenServiceOptions) {
    this.ttlS = ttlS;
    this.signPayload = createSigner({ key: secret, algorithm: 'HS256', expiresIn: ttlS * 1000, iss: ISSUER });
    this.verifyToken = createVerifier({
      key: secret,
      algorithms: ['HS256'],
      allowedIss: ISSUER,
      requiredClaims: ['exp', 'iat', 'iss', 'sub'],
      clockTolerance: 0,
    });
  }

  sign(userId: UserId): string {
    return this.signPayload({ sub: userId, jti: randomId() });
  }

  /** @throws DomainError `unauthenticated` where the token is forged, expired, incomplete or of another algorithm */
  verify(token: string): TokenClaims {
    if (token.length > LONGEST_TOKEN) throw tokenRefused();
    try {
      return claimsFrom(this.verifyToken(token));
    } catch (error) {
      throw tokenRefused(error);
    }
  }
}

/** One sentence for every bad token: which check failed is of use to a forger only. */
export function tokenRefused(cause?: unknown): DomainError {
  return new DomainError(
    'unauthenticated',
    'token_refused',
    'The access token is not valid or has expired.',
    {
      cause,
    },
  );
}

function claimsFrom(payload: unknown): TokenClaims {
  const { sub, exp } = payload as { sub: unknown; exp: unknown }; // an object: the verifier has checked its claims
  if (typeof sub !== 'string' || !isObjectId(sub) || typeof exp !== 'number') throw tokenRefused();
  return { userId: sub as UserId, expiresAtS: exp }; // checked in the line above
}

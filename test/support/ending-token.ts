import type { Config } from '../../src/platform/config/index.js';
import type { UserId } from '../../src/kernel/ids.js';
import { TokenService } from '../../src/platform/security/token.service.js';

/** A token of the service's own making that ends within `lifeS` seconds, as one does that was made a while ago. */
export function endingToken({ auth }: Config, userId: string, lifeS: number): string {
  return new TokenService({ secret: auth.jwtSecret, ttlS: lifeS }).sign(userId as UserId); // an account's id
}

import { createHash, randomBytes } from 'node:crypto';
import { randomId } from '../../kernel/ids.js';

/** A refresh token in its parts: `<family>.<secret>` on the wire. The family stays, the secret is used once. */
export interface RefreshToken {
  readonly familyId: string;
  readonly secret: string;
}

const WIRE = /^([\w-]{16})\.([\w-]{43})$/;

/** A token of a new family, or the next one of `familyId`. */
export function newRefreshToken(familyId: string = randomId()): RefreshToken {
  return { familyId, secret: randomBytes(32).toString('base64url') };
}

export function writeRefreshToken({ familyId, secret }: RefreshToken): string {
  return `${familyId}.${secret}`;
}

/** null: not one of ours. */
export function readRefreshToken(text: string): RefreshToken | null {
  const [, familyId, secret] = WIRE.exec(text) ?? [];
  return familyId === undefined || secret === undefined ? null : { familyId, secret };
}

/** 256 random bits need no slow hash: there is nothing to guess. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

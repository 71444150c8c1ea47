import { createSigner } from 'fast-jwt';
import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../kernel/clock.js';
import type { UserId } from '../../kernel/ids.js';
import { TokenService } from './token.service.js';
import { VerifiedTokens } from './verified-tokens.js';

const SECRET = 'a secret of at least thirty-two characters';
const USER = '0123456789abcdef01234567' as UserId;

function setUp(mostTokens?: number) {
  const tokens = new TokenService({ secret: SECRET, ttlS: 900 });
  const time = { nowMs: 0 };
  const startedWallMs = Date.now();
  const clock: Clock = {
    nowMs: () => time.nowMs,
    wallMs: () => startedWallMs + time.nowMs,
    after: () => ({ cancel: () => {} }),
  };
  let verifications = 0;
  const verify = (token: string) => {
    verifications += 1;
    return tokens.verify(token);
  };
  const verified = new VerifiedTokens(verify, clock, mostTokens);
  return { tokens, time, verified, verifications: () => verifications };
}

describe('verified tokens', () => {
  it('verifies a token once, however often it comes', () => {
    const { tokens, verified, verifications } = setUp();
    const token = tokens.sign(USER);
    for (let request = 0; request < 1000; request += 1) expect(verified.verify(token).userId).toBe(USER);
    expect(verifications()).toBe(1);
  });

  it('says when the token itself ends, however late it was first seen', () => {
    const { tokens, time, verified } = setUp();
    const token = tokens.sign(USER);
    const early = verified.verify(token).endsAtMs;
    const later = setUp();
    later.time.nowMs = 600_000;
    const late = later.verified.verify(token).endsAtMs;
    for (const endsAtMs of [early, late]) expect(Math.abs(endsAtMs - 900_000)).toBeLessThan(60_000);
    time.nowMs = 600_000;
    expect(verified.verify(token).endsAtMs).toBe(early);
  });

  it('verifies it again when its time is over', () => {
    const { tokens, time, verified, verifications } = setUp();
    const token = tokens.sign(USER);
    verified.verify(token);
    time.nowMs = 898_000;
    verified.verify(token);
    expect(verifications()).toBe(1);
    time.nowMs = 960_000; // the token was made a moment later than the clock began
    verified.verify(token); // the verifier's own clock still lets it pass here
    expect(verifications()).toBe(2);
  });

  it('remembers no token that was refused', () => {
    const { verified, verifications } = setUp();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(() => verified.verify('forged')).toThrow('not valid');
    }
    expect(verifications()).toBe(3);
    expect(verified.size).toBe(0);
  });

  it('forgets the oldest when it is full', () => {
    const { tokens, verified, verifications } = setUp(2);
    const made = [tokens.sign(USER), tokens.sign(USER), tokens.sign(USER)];
    for (const token of made) verified.verify(token);
    expect(verified.size).toBe(2);
    verified.verify(made[2] ?? '');
    expect(verifications()).toBe(3);
    verified.verify(made[0] ?? '');
    expect(verifications()).toBe(4);
  });
});

describe('the token service', () => {
  const tokens = new TokenService({ secret: SECRET, ttlS: 900 });

  it('makes tokens of its own lifetime, no two alike', () => {
    const token = tokens.sign(USER);
    const { userId, expiresAtS } = tokens.verify(token);
    expect(userId).toBe(USER);
    expect(Math.abs(expiresAtS - Date.now() / 1000 - 900)).toBeLessThan(60);
    expect(tokens.sign(USER)).not.toBe(token);
  });

  it.each([
    ['without an end', {}, {}],
    ['of another issuer', { iss: 'elsewhere', expiresIn: 60_000 }, {}],
    ['of another algorithm', { algorithm: 'HS384' as const, iss: 'inframind', expiresIn: 60_000 }, {}],
    ['of a subject that is no id', { iss: 'inframind', expiresIn: 60_000 }, { sub: '$where' }],
  ])('refuses a token %s', (_, options, claims) => {
    const token = createSigner({ key: SECRET, ...options })({ sub: USER, ...claims });
    expect(() => tokens.verify(token)).toThrow('not valid');
  });
});

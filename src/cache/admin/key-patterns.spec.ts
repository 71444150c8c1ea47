import { describe, expect, it } from '@jest/globals';
import type { CachePolicy } from '../decorators/cache-policy.js';
import { resolveKey } from './key-patterns.js';

const policy = (keyPattern: string, scopePattern: string): CachePolicy =>
  ({ name: keyPattern, keyPattern, scopePattern }) as CachePolicy; // all that is looked at

const POLICIES = [
  policy('assessment:{id}:details', 'assessment:{id}'),
  policy('dashboard:overview:{user_id}', 'dashboard:{user_id}'),
];

describe('a key', () => {
  it('is resolved to its policy and scope by the patterns', () => {
    expect(resolveKey(POLICIES, 'assessment:abc:details')?.scope).toBe('assessment:abc');
    expect(resolveKey(POLICIES, 'dashboard:overview:u1')?.resource).toBe('dashboard:overview:{user_id}');
  });

  it.each([
    'assessment:abc',
    'assessment:a b:details',
    'xassessment:abc:details',
    'assessment:{x}:details',
    '.*',
  ])('%s belongs to nobody', (key) => {
    expect(resolveKey(POLICIES, key)).toBeNull();
  });
});

import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { CacheKey } from '../decorators/cache-key.decorator.js';
import { CacheTTL } from '../decorators/cache-ttl.decorator.js';
import type { CachePolicy } from '../decorators/cache-policy.js';
import { Cached } from '../decorators/cached.decorator.js';
import { RoutePolicies } from './route-policies.js';

const policy = { name: 'things', key: () => 'thing', ttlS: () => 300 } as unknown as CachePolicy; // all that is read

class Routes {
  @Cached(policy)
  whole(): void {}

  @CacheTTL(10)
  @Cached(policy)
  shorter(): void {}

  @CacheKey('thing')
  halfDone(): void {}

  plain(): void {}
}

const routes = new RoutePolicies(
  new Reflector(),
  new DiscoveryService(new ModulesContainer()),
  new MetadataScanner(),
);
const of = (name: keyof Routes) => routes.of(Routes.prototype[name]);

describe('the policy of a route', () => {
  it('is what its decorators state, the upper over the lower', () => {
    expect(of('whole')?.ttlS(null)).toBe(300);
    expect(of('shorter')?.ttlS(null)).toBe(10);
    expect(of('plain')).toBeNull();
  });

  it('is refused where a key or a lifetime stands alone: nobody would know scope, owner and access', () => {
    expect(() => of('halfDone')).toThrow('halfDone: @CacheKey and @CacheTTL do nothing without @Cached');
  });
});

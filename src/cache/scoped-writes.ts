import { Inject, Injectable } from '@nestjs/common';
import { isKnownToHaveFailed } from '../kernel/errors.js';
import { CACHE_NODE } from './cache.tokens.js';
import type { CacheNode } from './cache-node.js';
import type { Scope } from './coherence/scope.js';

/** Writes by the scopes that they make stale, for an application that takes the cache without the domain events. */
@Injectable()
export class ScopedWrites {
  constructor(@Inject(CACHE_NODE) private readonly node: CacheNode) {}

  /**
   * begin -> `write` -> commit. The write must not take effect after `deadlineMs` (monotonic).
   * @throws what `write` throws: a `DomainError` that does not say otherwise counts as known to have failed, anything
   *   else as unknown [25]
   */
  async during<Result>(
    scopes: readonly Scope[],
    write: (deadlineMs: number) => Promise<Result>,
  ): Promise<Result> {
    const pending = await this.node.writes.begin(scopes);
    try {
      const result = await write(pending.deadlineMs);
      await this.node.writes.commit(pending);
      return result;
    } catch (error) {
      if (isKnownToHaveFailed(error)) await this.node.writes.commit(pending, 'failed');
      throw error;
    }
  }
}

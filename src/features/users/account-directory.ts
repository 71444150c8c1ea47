import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import { CACHE_MANAGER, InvalidationService, managerScope } from '../../cache/index.js';
import { DomainError } from '../../kernel/errors.js';
import { MINUTE_MS } from '../../kernel/duration.js';
import type { UserId } from '../../kernel/ids.js';
import type { AccountDirectory, AccountState } from '../../platform/security/account-directory.port.js';
import { AccountStateRepository } from './account-state.repository.js';

const LIFETIME_MS = 5 * MINUTE_MS;

/**
 * The accounts' states, in the tiers and under the protocol of every cached value: a change of role, a deactivation or a
 * deletion holds from the next request on, on every instance.
 */
@Injectable()
export class CachedAccountDirectory implements AccountDirectory, OnModuleInit {
  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly accounts: AccountStateRepository,
    private readonly invalidation: InvalidationService,
  ) {}

  onModuleInit(): void {
    const stale = ({ userId }: { readonly userId: UserId }) => [managerScope(keyOf(userId))];
    this.invalidation.register({ 'user.updated': stale, 'user.deleted': stale });
  }

  async stateOf(userId: UserId): Promise<AccountState | null> {
    try {
      return await this.cache.wrap(keyOf(userId), () => this.load(userId), LIFETIME_MS);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not_found') return null;
      throw error;
    }
  }

  /** Throws for an account that is not there: what is missing is never stored. */
  private async load(userId: UserId): Promise<AccountState> {
    const state = await this.accounts.load(userId);
    if (state === null) throw new DomainError('not_found', 'account_not_found', 'There is no such account.');
    return state;
  }
}

function keyOf(userId: UserId): string {
  return `account:${userId}`;
}

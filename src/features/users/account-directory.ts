import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HotValues, InvalidationService, managerScope } from '../../cache/index.js';
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
    private readonly values: HotValues,
    private readonly accounts: AccountStateRepository,
    private readonly invalidation: InvalidationService,
  ) {}

  onModuleInit(): void {
    const stale = ({ userId }: { readonly userId: UserId }) => [managerScope(keyOf(userId))];
    this.invalidation.register({ 'user.updated': stale, 'user.deleted': stale });
  }

  stateOf(userId: UserId): AccountState | Promise<AccountState | null> {
    const state = this.values.get({
      key: keyOf(userId),
      ttlMs: LIFETIME_MS,
      load: () => this.load(userId),
    });
    return state instanceof Promise ? state.catch(nullWhereMissing) : state;
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

function nullWhereMissing(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'not_found') return null;
  throw error;
}

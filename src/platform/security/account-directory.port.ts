import type { UserId } from '../../kernel/ids.js';
import type { Role } from './roles.js';

/** What the token guard must know of an account beside its token. */
export interface AccountState {
  readonly role: Role;
  readonly isActive: boolean;
}

/**
 * The guard's view of the accounts. The users feature implements it over the coherent cache, so that a change of
 * role or a deactivation holds from the next request on, on every instance.
 */
export interface AccountDirectory {
  /** null: no such account (any more). */
  stateOf(userId: UserId): AccountState | null | Promise<AccountState | null>;
}

export const ACCOUNT_DIRECTORY = Symbol('ACCOUNT_DIRECTORY');

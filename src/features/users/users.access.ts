import { AccessRefused, DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import { type Caller, mayWriteAll } from '../../platform/security/caller.js';
import { isAtLeast, type Role } from '../../platform/security/roles.js';
import type { User, UserChanges } from './user.js';

/** @throws DomainError `forbidden` for a role above the caller's own */
export function mustBeAllowedToGrant(caller: Caller, role: Role | undefined): void {
  if (role === undefined || isAtLeast(caller.role, role)) return;
  throw new DomainError('forbidden', 'role_above_own', 'Nobody grants a role above their own.');
}

/** @throws AccessRefused `forbidden` where `user` stands above the caller */
export function mustNotStandAbove(caller: Caller, user: User): void {
  if (isAtLeast(caller.role, user.role)) return;
  throw new AccessRefused(
    'forbidden',
    'user_above_caller',
    'This account has a higher role than yours.',
    user.id,
  );
}

/**
 * An administrator who takes their own role or access away has locked themselves out by a slip; another one can do it.
 * @throws DomainError `conflict`
 */
export function mustNotChangeSelf(caller: Caller, userId: UserId, changes: UserChanges): void {
  if (caller.userId !== userId) return;
  if (changes.isActive !== false && (changes.role ?? caller.role) === caller.role) return;
  throw new DomainError(
    'conflict',
    'own_account',
    'Nobody changes their own role or deactivates themselves; ask another administrator.',
  );
}

/** Everybody may delete themselves, administrators others; the rest know of no other accounts. */
export function mayDelete(caller: Caller, userId: UserId): boolean {
  return caller.userId === userId || mayWriteAll(caller);
}

export function userNotFound(): DomainError {
  return new DomainError('not_found', 'user_not_found', 'There is no such user.');
}

export function lastSuperAdmin(): DomainError {
  return new DomainError(
    'conflict',
    'last_super_admin',
    'This is the last active super_admin; make another one first.',
  );
}

export function changedMeanwhile(): DomainError {
  return new DomainError(
    'conflict',
    'user_changed_meanwhile',
    'The account was changed by somebody else at the same time; nothing was written. Read it again.',
  );
}

/** A part of what was theirs is gone, the account is not: repeated, the deletion goes on where it ended. */
export function deletionUnfinished(): DomainError {
  return new DomainError(
    'unavailable',
    'deletion_unfinished',
    'There is more to delete than one request can; a part of it is deleted. Send the request again to go on.',
    { retryAfterS: 1 },
  );
}

import { AccessRefused, DomainError } from '../../kernel/errors.js';
import { type Caller, mayReadAll, mayWrite, mayWriteAll } from '../../platform/security/caller.js';

const NOT_FOUND = ['not_found', 'task_not_found', 'There is no such task.'] as const;

/** An id that is none, or one that nothing stands under. */
export function taskNotFound(): DomainError {
  return new DomainError(...NOT_FOUND);
}

/**
 * The owner reads, and `analyst` and up; the others are told what they would be told of a task that does not exist.
 * @throws AccessRefused not_found
 */
export function assertMayRead(ownerId: string, caller: Caller): void {
  if (!mayRead(ownerId, caller)) throw new AccessRefused(...NOT_FOUND, ownerId);
}

/** The owner, and `analyst` and up. */
export function mayRead(ownerId: string, caller: Caller): boolean {
  return caller.userId === ownerId || mayReadAll(caller);
}

/**
 * The owner cancels and deletes unless he is a viewer, and `admin` and up.
 * @throws AccessRefused not_found, forbidden
 */
export function assertMayWrite(ownerId: string, caller: Caller): void {
  assertMayRead(ownerId, caller);
  if (mayWriteAll(caller) || (caller.userId === ownerId && mayWrite(caller))) return;
  const [code, detail] =
    caller.userId === ownerId
      ? (['viewer_may_not_write', 'A viewer may not cancel or delete tasks.'] as const)
      : (['not_the_owner', 'You may read this task, not cancel or delete it.'] as const);
  throw new AccessRefused('forbidden', code, detail, ownerId);
}

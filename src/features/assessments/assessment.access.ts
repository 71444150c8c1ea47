import { AccessRefused, DomainError } from '../../kernel/errors.js';
import { type Caller, mayReadAll, mayWrite, mayWriteAll } from '../../platform/security/caller.js';

const NOT_FOUND = ['not_found', 'assessment_not_found', 'There is no such assessment.'] as const;

/** An id that is none, or one that nothing stands under. */
export function assessmentNotFound(): DomainError {
  return new DomainError(...NOT_FOUND);
}

/**
 * The owner reads, and `analyst` and up. Whoever may not read is told what he would be told of an assessment that
 * does not exist: the two cannot be told apart.
 * @throws AccessRefused not_found
 */
export function assertMayRead(ownerId: string, caller: Caller): void {
  if (caller.userId === ownerId || mayReadAll(caller)) return;
  throw new AccessRefused(...NOT_FOUND, ownerId);
}

/**
 * The owner writes unless he is a viewer, and `admin` and up. Who may read but not write hears so (403).
 * @throws AccessRefused not_found, forbidden
 */
export function assertMayWrite(ownerId: string, caller: Caller): void {
  assertMayRead(ownerId, caller);
  if (mayWriteAll(caller) || (caller.userId === ownerId && mayWrite(caller))) return;
  throw caller.userId === ownerId
    ? new AccessRefused('forbidden', 'viewer_may_not_write', VIEWER, ownerId)
    : new AccessRefused(
        'forbidden',
        'not_the_owner',
        'You may read this assessment, not change it.',
        ownerId,
      );
}

/** @throws DomainError forbidden: a viewer writes nothing */
export function assertMayCreate(caller: Caller): void {
  if (!mayWrite(caller)) throw new DomainError('forbidden', 'viewer_may_not_write', VIEWER);
}

/** @throws DomainError forbidden: `scope=all` is for `analyst` and up */
export function assertMayList(scope: 'own' | 'all', caller: Caller): void {
  if (scope === 'own' || mayReadAll(caller)) return;
  throw new DomainError(
    'forbidden',
    'scope_not_allowed',
    'Only analysts and higher roles may list everyone’s.',
  );
}

const VIEWER = 'A viewer may not create or change assessments.';

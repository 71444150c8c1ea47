import { DomainError } from '../../../kernel/errors.js';
import { type Caller, mayReadAll, mayWrite } from '../../../platform/security/caller.js';

/** An id that is none, one that nothing stands under, and one that the caller may not know of: all the same. */
export function recommendationNotFound(): DomainError {
  return new DomainError('not_found', 'recommendation_not_found', 'There is no such recommendation.');
}

/** As the assessment that it belongs to. @throws DomainError not_found */
export function assertMayReadRecommendation(ownerId: string, caller: Caller): void {
  if (caller.userId !== ownerId && !mayReadAll(caller)) throw recommendationNotFound();
}

/** Whoever may read it, but a viewer: a viewer writes nothing. @throws DomainError not_found, forbidden */
export function assertMayInteract(ownerId: string, caller: Caller): void {
  assertMayReadRecommendation(ownerId, caller);
  if (!mayWrite(caller)) {
    throw new DomainError('forbidden', 'viewer_may_not_write', 'A viewer may not interact: it is a write.');
  }
}

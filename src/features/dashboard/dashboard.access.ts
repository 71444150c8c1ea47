import { AccessRefused } from '../../kernel/errors.js';
import { type Caller, mayReadAll } from '../../platform/security/caller.js';

/** Who owns what sums up everyone's: no account has this id. */
export const EVERYONE = 'all';

/**
 * Everyone reads their own, `analyst` and up what sums up everyone's.
 * @throws AccessRefused forbidden
 */
export function assertMayReadDashboard(ownerId: string, caller: Caller): void {
  if (caller.userId === ownerId || (ownerId === EVERYONE && mayReadAll(caller))) return;
  throw new AccessRefused(
    'forbidden',
    'scope_not_allowed',
    'Only analysts and higher roles may see everyone’s.',
    ownerId,
  );
}

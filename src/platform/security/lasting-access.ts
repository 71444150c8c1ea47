import type { UserId } from '../../kernel/ids.js';
import type { AccountDirectory } from './account-directory.port.js';
import type { Caller } from './caller.js';

/**
 * What the token guard asks before every request, asked again while an answer lasts (a stream is one long request): whether
 * the account is still in use, and `allows` what it may be now. Where the directory does not answer, nothing is known
 * against the account; the token's own end bounds that.
 */
export async function isStillAllowed(
  accounts: AccountDirectory,
  userId: UserId,
  allows: (caller: Caller) => boolean,
): Promise<boolean> {
  try {
    const state = await accounts.stateOf(userId);
    return state !== null && state.isActive && allows({ userId, role: state.role });
  } catch {
    return true;
  }
}

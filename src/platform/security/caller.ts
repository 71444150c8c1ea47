import type { UserId } from '../../kernel/ids.js';
import { isAtLeast, type Role } from './roles.js';

/** Who makes this request, as the token guard found it. */
export interface Caller {
  readonly userId: UserId;
  readonly role: Role;
}

/** `analyst` and up read everyone's. */
export function mayReadAll(caller: Caller): boolean {
  return isAtLeast(caller.role, 'analyst');
}

/** `admin` and up write everyone's. */
export function mayWriteAll(caller: Caller): boolean {
  return isAtLeast(caller.role, 'admin');
}

/** A viewer writes nothing. */
export function mayWrite(caller: Caller): boolean {
  return isAtLeast(caller.role, 'user');
}

import type { UserId } from '../../kernel/ids.js';
import type { Role } from '../../platform/security/roles.js';

/** An account, without its secret. */
export interface User {
  readonly id: UserId;
  /** As its owner wrote it; two addresses that differ in case only are one. */
  readonly email: string;
  readonly fullName: string;
  readonly jobTitle: string | null;
  readonly companyName: string | null;
  readonly role: Role;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type NewUser = Pick<User, 'email' | 'fullName' | 'jobTitle' | 'companyName' | 'role'> & {
  readonly passwordHash: string;
};

export interface UserFilter {
  readonly role?: Role | undefined;
  readonly isActive?: boolean | undefined;
}

/** What an administrator may change. */
export interface UserChanges {
  readonly role?: Role | undefined;
  readonly isActive?: boolean | undefined;
}

/** The form in which addresses are compared. */
export function emailKey(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

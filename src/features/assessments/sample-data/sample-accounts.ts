import type { Role } from '../../../platform/security/roles.js';

/** An account to try the service with; its password is made at random when the data is. */
export interface SampleAccount {
  readonly email: string;
  readonly fullName: string;
  readonly jobTitle: string;
  readonly companyName: string;
  readonly role: Extract<Role, 'viewer' | 'user' | 'admin'>;
  /** Whose sample assessments are theirs; null: none. */
  readonly owns: 'user' | 'admin' | null;
}

const companyName = 'InfraMind Samples';

export const SAMPLE_ACCOUNTS: readonly SampleAccount[] = [
  {
    email: 'viewer@inframind.example',
    fullName: 'Vera Lindqvist',
    jobTitle: 'Auditor',
    companyName,
    role: 'viewer',
    owns: null,
  },
  {
    email: 'user@inframind.example',
    fullName: 'Uri Castellanos',
    jobTitle: 'Solutions architect',
    companyName,
    role: 'user',
    owns: 'user',
  },
  {
    email: 'admin@inframind.example',
    fullName: 'Amara Osei',
    jobTitle: 'Platform lead',
    companyName,
    role: 'admin',
    owns: 'admin',
  },
];

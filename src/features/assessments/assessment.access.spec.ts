import { describe, expect, it } from '@jest/globals';
import { AccessRefused, type DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import { type Role, ROLES } from '../../platform/security/roles.js';
import {
  assertMayCreate,
  assertMayList,
  assertMayRead,
  assertMayWrite,
  assessmentNotFound,
} from './assessment.access.js';
import { assessmentDetails } from './assessments.cache.js';

const OWNER = 'owner';
const caller = (role: Role, userId = 'another') => ({ role, userId: userId as UserId }); // any text does here

function refusalOf(check: () => void): DomainError | null {
  try {
    check();
    return null;
  } catch (error) {
    return error as DomainError; // what the functions say they throw
  }
}

describe('access to assessments', () => {
  it.each(['analyst', 'manager', 'admin', 'super_admin'] as const)('lets %s read everyone’s', (role) => {
    expect(refusalOf(() => assertMayRead(OWNER, caller(role)))).toBeNull();
    expect(refusalOf(() => assertMayList('all', caller(role)))).toBeNull();
  });

  it.each(['viewer', 'user'] as const)('hides others’ from %s, by a refusal that names the owner', (role) => {
    for (const check of [assertMayRead, assertMayWrite]) {
      const refusal = refusalOf(() => check(OWNER, caller(role)));
      expect(refusal).toBeInstanceOf(AccessRefused);
      expect(refusal).toMatchObject({ kind: 'not_found', ownerId: OWNER });
    }
    expect(refusalOf(() => assertMayList('all', caller(role)))?.kind).toBe('forbidden');
  });

  it('refuses a stranger in the words for what does not exist', () => {
    const { kind, code, detail } = assessmentNotFound();
    expect(refusalOf(() => assertMayRead(OWNER, caller('user')))).toMatchObject({ kind, code, detail });
  });

  it('lets owners and admins write, analysts and managers not, a viewer nothing', () => {
    expect(refusalOf(() => assertMayWrite(OWNER, caller('user', OWNER)))).toBeNull();
    expect(refusalOf(() => assertMayWrite(OWNER, caller('analyst', OWNER)))).toBeNull();
    expect(refusalOf(() => assertMayWrite(OWNER, caller('admin')))).toBeNull();
    expect(refusalOf(() => assertMayWrite(OWNER, caller('analyst')))?.kind).toBe('forbidden');
    expect(refusalOf(() => assertMayWrite(OWNER, caller('manager')))?.kind).toBe('forbidden');
    expect(refusalOf(() => assertMayWrite(OWNER, caller('viewer', OWNER)))?.kind).toBe('forbidden');
    expect(refusalOf(() => assertMayCreate(caller('viewer')))?.kind).toBe('forbidden');
    expect(refusalOf(() => assertMayCreate(caller('user')))).toBeNull();
  });

  it('is the same on a hit: the cache policy judges alike', () => {
    for (const role of ROLES) {
      const onHit = refusalOf(() => assessmentDetails.access(OWNER, caller(role)));
      expect(onHit).toEqual(refusalOf(() => assertMayRead(OWNER, caller(role))));
    }
  });
});

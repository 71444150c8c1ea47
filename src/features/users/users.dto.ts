import { z } from 'zod';
import { idParam, optional, pageOf, pageQuery, switchInQuery } from '../../platform/http/index.js';
import { ROLES } from '../../platform/security/roles.js';

const role = z.enum(ROLES);

export const userIdParam = idParam('a user');

export const listUsersQuery = pageQuery.extend({
  role: role.optional(),
  active: switchInQuery().optional(),
});
export type ListUsersQuery = z.output<typeof listUsersQuery>;

export const patchUserBody = z
  .strictObject({ role: optional(role), is_active: optional(z.boolean()) })
  .meta({ id: 'UserPatch' });
export type PatchUserBody = z.output<typeof patchUserBody>;

export const userAnswer = z
  .object({
    id: z.string(),
    email: z.string(),
    full_name: z.string(),
    job_title: z.string().nullable(),
    company_name: z.string().nullable(),
    role,
    is_active: z.boolean(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'User' });
export type UserAnswer = z.output<typeof userAnswer>;

export const userPageAnswer = pageOf(userAnswer).meta({ id: 'UserPage' });
export type UserPageAnswer = z.output<typeof userPageAnswer>;

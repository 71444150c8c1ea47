import { z } from 'zod';
import { oneLine, optional } from '../../platform/http/index.js';
import { ROLES } from '../../platform/security/roles.js';

/** RFC 5321, 4.5.3.1.3: a path has 256 characters, of which two are its brackets. */
const LONGEST_EMAIL = 254;
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 128;
const SHORTEST_NAME = 2;

const email = z.email({ error: 'Expected an e-mail address.' }).max(LONGEST_EMAIL);
/** Refused before anything is hashed: hashing a megabyte is work that the sender does not pay for. */
const givenPassword = oneLine(LONGEST_PASSWORD);
const newPassword = givenPassword
  .refine((value) => Array.from(value).length >= SHORTEST_PASSWORD, {
    error: `At least ${SHORTEST_PASSWORD} characters.`,
  })
  .meta({ minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD });

export const registerBody = z
  .strictObject({
    email,
    password: newPassword,
    full_name: oneLine()
      .refine((name) => Array.from(name.trim()).length >= SHORTEST_NAME, {
        error: `At least ${SHORTEST_NAME} characters.`,
      })
      .meta({ minLength: SHORTEST_NAME }),
    company_name: optional(oneLine()),
    job_title: optional(oneLine()),
  })
  .meta({ id: 'Registration' });
export type RegisterBody = z.output<typeof registerBody>;

export const loginBody = z.strictObject({ email, password: givenPassword }).meta({ id: 'Login' });
export type LoginBody = z.output<typeof loginBody>;

/** A text that is none of our tokens is an invalid token (401), not an invalid body. */
const refreshToken = oneLine(512);
export const refreshBody = z.strictObject({ refresh_token: refreshToken }).meta({ id: 'Refresh' });
export const logoutBody = z.strictObject({ refresh_token: refreshToken }).meta({ id: 'Logout' });
export type RefreshBody = z.output<typeof refreshBody>;

export const tokenAnswer = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds until the access token expires.' }),
    user_id: z.string(),
    email: z.string(),
    full_name: z.string(),
    job_title: z.string().nullable(),
    company_name: z.string().nullable(),
    role: z.enum(ROLES),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Tokens' });
export type TokenAnswer = z.output<typeof tokenAnswer>;

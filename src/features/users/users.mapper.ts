import type { TokenAnswer } from './auth.dto.js';
import type { User } from './user.js';
import type { UserAnswer } from './users.dto.js';

export function toUserAnswer(user: User): UserAnswer {
  return {
    id: user.id,
    email: user.email,
    full_name: user.fullName,
    job_title: user.jobTitle,
    company_name: user.companyName,
    role: user.role,
    is_active: user.isActive,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}

/** @param tokens what the client may use from now on; `expiresInS`: seconds that the access token lives */
export function toTokenAnswer(
  user: User,
  tokens: { readonly access: string; readonly refresh: string; readonly expiresInS: number },
): TokenAnswer {
  return {
    access_token: tokens.access,
    refresh_token: tokens.refresh,
    token_type: 'bearer',
    expires_in: tokens.expiresInS,
    user_id: user.id,
    email: user.email,
    full_name: user.fullName,
    job_title: user.jobTitle,
    company_name: user.companyName,
    role: user.role,
    created_at: user.createdAt.toISOString(),
  };
}

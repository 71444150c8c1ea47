import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Caller } from './caller.js';
import type { Role } from './roles.js';

/**
 * Who may call a route. Every route states one (a test walks them all):
 * `public` needs no token; `role` needs a token of at least that role; `owner` needs a token, and the service
 * (and on a hit the cache policy) judges by the resource's owner.
 */
export type AccessRule =
  { readonly kind: 'public' } | { readonly kind: 'role'; readonly least: Role } | { readonly kind: 'owner' };

export const ACCESS_RULE = 'inframind:access-rule';

export const Public = () => SetMetadata(ACCESS_RULE, { kind: 'public' } satisfies AccessRule);
export const AtLeast = (least: Role) =>
  SetMetadata(ACCESS_RULE, { kind: 'role', least } satisfies AccessRule);
export const OwnerJudged = () => SetMetadata(ACCESS_RULE, { kind: 'owner' } satisfies AccessRule);

/** What the token guard leaves on the request. */
export interface WithCaller {
  caller?: Caller;
  /** When the token that let the request in ends, by the monotonic clock of this process. */
  tokenEndsAtMs?: number;
}

/** The caller of a guarded route. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<WithCaller>();
  if (caller === undefined) throw new Error('CurrentCaller used on a route without a token');
  return caller;
});

/** When the token of a guarded route's request ends, by the monotonic clock: an answer that lasts lasts no longer. */
export const TokenEnd = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const { tokenEndsAtMs } = context.switchToHttp().getRequest<WithCaller>();
  if (tokenEndsAtMs === undefined) throw new Error('TokenEnd used on a route without a token');
  return tokenEndsAtMs;
});

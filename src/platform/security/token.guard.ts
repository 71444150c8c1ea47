import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { DomainError, invariant, never } from '../../kernel/errors.js';
import { ACCESS_RULE, type AccessRule, type WithCaller } from './access.decorators.js';
import { ACCOUNT_DIRECTORY, type AccountDirectory, type AccountState } from './account-directory.port.js';
import { originOf } from './request-origin.js';
import { RequestRate } from './request-rate.js';
import { isAtLeast } from './roles.js';
import { tokenRefused } from './token.service.js';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.js';

interface GuardedRequest extends WithCaller {
  readonly headers: { readonly authorization?: string };
  readonly ip: string;
}

const SCHEME = 'bearer ';

/**
 * Lets a request in by the access rule of its route. The token says who calls; what they may do, and whether the account
 * still exists, the account directory says on every request, so that a token remembered as valid gives nothing away.
 * Answers without a promise while the directory does.
 */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly tokens: VerifiedTokens,
    @Inject(ACCOUNT_DIRECTORY) private readonly accounts: AccountDirectory,
    private readonly rate: RequestRate,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const rule = ruleOf(context);
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const token = this.authenticate(request);
    const state = this.accounts.stateOf(token.userId);
    return state instanceof Promise
      ? state.then((loaded) => this.admit(rule, token, loaded, request))
      : this.admit(rule, token, state, request);
  }

  private authenticate(request: GuardedRequest): VerifiedToken {
    const token = bearerToken(request.headers.authorization);
    if (token === null) {
      this.rate.count(originOf(request.ip)); // refused here, it does not reach the rate limit's own guard
      throw new DomainError('unauthenticated', 'token_missing', 'This needs an access token; log in first.');
    }
    try {
      return this.tokens.verify(token);
    } catch (error) {
      this.rate.count(originOf(request.ip));
      throw error;
    }
  }

  private admit(
    rule: Exclude<AccessRule, { kind: 'public' }>,
    { userId, endsAtMs }: VerifiedToken,
    state: AccountState | null,
    request: GuardedRequest,
  ): boolean {
    if (state === null || !state.isActive) {
      this.rate.count(originOf(request.ip));
      throw tokenRefused();
    }
    request.caller = { userId, role: state.role };
    request.tokenEndsAtMs = endsAtMs;
    switch (rule.kind) {
      case 'owner':
        return true;
      case 'role':
        if (isAtLeast(state.role, rule.least)) return true;
        this.rate.count(userId);
        throw new DomainError('forbidden', 'role_too_low', 'Your role does not allow this.');
      default:
        return never(rule);
    }
  }
}

/** RFC 6750, section 2.1; the scheme in any case (RFC 9110, 11.1). */
function bearerToken(header: string | undefined): string | null {
  if (header === undefined || header.length <= SCHEME.length) return null;
  return header.slice(0, SCHEME.length).toLowerCase() === SCHEME ? header.slice(SCHEME.length).trim() : null;
}

function ruleOf(context: ExecutionContext): AccessRule {
  const rule: unknown =
    Reflect.getMetadata(ACCESS_RULE, context.getHandler()) ??
    Reflect.getMetadata(ACCESS_RULE, context.getClass());
  invariant(rule !== undefined, 'every route states an access rule');
  return rule as AccessRule; // only the decorators of access.decorators.ts set it
}

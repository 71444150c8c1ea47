import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import type { Caller } from '../../platform/security/caller.js';
import { TokenService } from '../../platform/security/token.service.js';
import type { LoginBody, RefreshBody, RegisterBody, TokenAnswer } from './auth.dto.js';
import { LoginThrottle } from './login-throttle.js';
import { PasswordHasher } from './password-hasher.js';
import { newRefreshToken, readRefreshToken, type RefreshToken, writeRefreshToken } from './refresh-token.js';
import { SessionsRepository } from './sessions.repository.js';
import type { User } from './user.js';
import { userNotFound } from './users.access.js';
import type { UserAnswer } from './users.dto.js';
import { toTokenAnswer, toUserAnswer } from './users.mapper.js';
import { UsersRepository } from './users.repository.js';

/**
 * Who one is. Nothing here is announced: a new account and its sessions are in nobody's cache.
 */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly passwords: PasswordHasher,
    private readonly throttle: LoginThrottle,
    private readonly tokens: TokenService,
  ) {}

  /** @throws DomainError `conflict` where the address has an account */
  async register(body: RegisterBody): Promise<TokenAnswer> {
    const user = await this.users.insert({
      email: body.email,
      fullName: body.full_name,
      jobTitle: body.job_title ?? null,
      companyName: body.company_name ?? null,
      role: 'user',
      passwordHash: await this.passwords.hash(body.password),
    });
    return this.open(user);
  }

  /** @throws DomainError `unauthenticated`, or `too_many_requests` after too many failures */
  async login(body: LoginBody, ip: string): Promise<TokenAnswer> {
    const user = await this.throttle.attempt(body.email, ip, () => this.userOf(body));
    if (user === null) throw loginRefused();
    if (!user.isActive) throw deactivated();
    return this.open(user);
  }

  /** @throws DomainError `unauthenticated`; where the token is an old one its family has ended by then */
  async refresh(body: RefreshBody): Promise<TokenAnswer> {
    const old = readRefreshToken(body.refresh_token);
    if (old === null) throw refreshRefused();
    const next = newRefreshToken(old.familyId);
    const userId = await this.sessions.rotate(old, next);
    if (userId === null) {
      await this.sessions.end(old.familyId);
      throw refreshRefused();
    }
    const user = await this.users.findById(userId);
    if (user === null || !user.isActive) {
      await this.sessions.end(old.familyId);
      throw refreshRefused();
    }
    return this.answer(user, next);
  }

  /** Ends the family, whichever of its tokens is shown; of unknown ones there is nothing to say. */
  async logout(body: RefreshBody): Promise<void> {
    const token = readRefreshToken(body.refresh_token);
    if (token !== null) await this.sessions.end(token.familyId);
  }

  async me(caller: Caller): Promise<UserAnswer> {
    const user = await this.users.findById(caller.userId);
    if (user === null) throw userNotFound();
    return toUserAnswer(user);
  }

  private async userOf({ email, password }: LoginBody): Promise<User | null> {
    const found = await this.users.findByEmail(email);
    const fits = await this.passwords.verify(found?.passwordHash ?? null, password);
    return fits && found !== null ? found.user : null;
  }

  private async open(user: User): Promise<TokenAnswer> {
    const token = newRefreshToken();
    await this.sessions.open(user.id, token);
    return this.answer(user, token);
  }

  private answer(user: User, refresh: RefreshToken): TokenAnswer {
    return toTokenAnswer(user, {
      access: this.tokens.sign(user.id),
      refresh: writeRefreshToken(refresh),
      expiresInS: this.tokens.ttlS,
    });
  }
}

/** One sentence for an unknown address and a wrong password: which of the two is nobody's business. */
function loginRefused(): DomainError {
  return new DomainError('unauthenticated', 'login_refused', 'The e-mail address or the password is wrong.');
}

/** Said only to those who know the password. */
function deactivated(): DomainError {
  return new DomainError('unauthenticated', 'account_deactivated', 'This account has been deactivated.');
}

function refreshRefused(): DomainError {
  return new DomainError(
    'unauthenticated',
    'refresh_refused',
    'The refresh token is not valid, has expired or has been used; log in again.',
  );
}

import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { systemClock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../config/index.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RequestRate } from './request-rate.js';
import { SampleAdmin } from './sample-admin.js';
import { TokenGuard } from './token.guard.js';
import { TokenService } from './token.service.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Tokens and the two guards of every route; first who calls, then how often. The users feature brings ACCOUNT_DIRECTORY. */
@Global()
@Module({
  providers: [
    SampleAdmin,
    {
      provide: TokenService,
      inject: [CONFIG],
      useFactory: ({ auth }: Config) =>
        new TokenService({ secret: auth.jwtSecret, ttlS: auth.accessTokenTtlS }),
    },
    {
      provide: VerifiedTokens,
      inject: [TokenService],
      useFactory: (tokens: TokenService) => new VerifiedTokens((token) => tokens.verify(token), systemClock),
    },
    {
      provide: RequestRate,
      inject: [CONFIG],
      useFactory: ({ auth }: Config) => new RequestRate(auth.rateLimitPerMinute, systemClock),
    },
    { provide: APP_GUARD, useClass: TokenGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [SampleAdmin, TokenService],
})
export class SecurityModule {}

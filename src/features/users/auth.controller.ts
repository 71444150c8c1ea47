import { Body, Controller, Get, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../cache/index.js';
import { problemSchema } from '../../platform/http/index.js';
import { CurrentCaller, OwnerJudged, Public } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import {
  type LoginBody,
  loginBody,
  logoutBody,
  type RefreshBody,
  refreshBody,
  type RegisterBody,
  registerBody,
  type TokenAnswer,
  tokenAnswer,
} from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { type UserAnswer, userAnswer } from './users.dto.js';

@ApiTags('auth')
@Controller('api/v2/auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('register')
  @Public()
  @ApiResponse({ status: 201, standardSchema: tokenAnswer })
  @ApiResponse({ status: 409, description: 'The address has an account.', standardSchema: problemSchema })
  register(@Body({ schema: registerBody }) body: RegisterBody): Promise<TokenAnswer> {
    return this.auth.register(body);
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiResponse({ status: 200, standardSchema: tokenAnswer })
  @ApiResponse({ status: 401, description: 'Wrong address or password.', standardSchema: problemSchema })
  @ApiResponse({ status: 429, description: 'Too many have failed.', standardSchema: problemSchema })
  login(@Body({ schema: loginBody }) body: LoginBody, @Ip() ip: string): Promise<TokenAnswer> {
    return this.auth.login(body, ip);
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @ApiResponse({ status: 200, standardSchema: tokenAnswer })
  @ApiResponse({ status: 401, description: 'Not a valid refresh token.', standardSchema: problemSchema })
  refresh(@Body({ schema: refreshBody }) body: RefreshBody): Promise<TokenAnswer> {
    return this.auth.refresh(body);
  }

  @Post('logout')
  @HttpCode(204)
  @Public()
  @ApiResponse({ status: 204, description: 'The session has ended.' })
  logout(@Body({ schema: logoutBody }) body: RefreshBody): Promise<void> {
    return this.auth.logout(body);
  }

  @Get('me')
  @OwnerJudged()
  @NotCached('one indexed read that a client makes once a session')
  @ApiBearerAuth()
  @ApiResponse({ status: 200, standardSchema: userAnswer })
  @ApiResponse({ status: 401, description: 'No valid access token.', standardSchema: problemSchema })
  me(@CurrentCaller() caller: Caller): Promise<UserAnswer> {
    return this.auth.me(caller);
  }
}

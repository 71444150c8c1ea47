import { Body, Controller, Get, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../cache/index.js';
import { ApiProblem } from '../../platform/http/index.js';
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
  @ApiOperation({ summary: 'Open an account', description: 'And a session with it.' })
  @Public()
  @ApiResponse({ status: 201, standardSchema: tokenAnswer })
  @ApiProblem('conflict', 'The address has an account.')
  register(@Body({ schema: registerBody }) body: RegisterBody): Promise<TokenAnswer> {
    return this.auth.register(body);
  }

  @Post('login')
  @ApiOperation({ summary: 'Open a session', description: 'Throttled by address and account.' })
  @HttpCode(200)
  @Public()
  @ApiResponse({ status: 200, standardSchema: tokenAnswer })
  @ApiProblem('unauthenticated', 'Wrong address or password.')
  @ApiProblem('too_many_requests', 'Too many have failed.')
  login(@Body({ schema: loginBody }) body: LoginBody, @Ip() ip: string): Promise<TokenAnswer> {
    return this.auth.login(body, ip);
  }

  @Post('refresh')
  @ApiOperation({
    summary: 'Go on with a session',
    description: 'The refresh token is used up by it; using it once more ends the session.',
  })
  @HttpCode(200)
  @Public()
  @ApiResponse({ status: 200, standardSchema: tokenAnswer })
  @ApiProblem('unauthenticated', 'Not a valid refresh token.')
  refresh(@Body({ schema: refreshBody }) body: RefreshBody): Promise<TokenAnswer> {
    return this.auth.refresh(body);
  }

  @Post('logout')
  @ApiOperation({ summary: 'End a session' })
  @HttpCode(204)
  @Public()
  @ApiResponse({ status: 204, description: 'The session has ended.' })
  logout(@Body({ schema: logoutBody }) body: RefreshBody): Promise<void> {
    return this.auth.logout(body);
  }

  @Get('me')
  @ApiOperation({ summary: 'Read one’s own account' })
  @OwnerJudged()
  @NotCached('one indexed read that a client makes once a session')
  @ApiBearerAuth()
  @ApiResponse({ status: 200, standardSchema: userAnswer })
  @ApiProblem('unauthenticated', 'No valid access token.')
  me(@CurrentCaller() caller: Caller): Promise<UserAnswer> {
    return this.auth.me(caller);
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Get, Headers, HttpCode, Ip, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NotCached } from '../../cache/index.js';
import { ApiProblem } from '../../platform/http/index.js';
import { AtLeast, CurrentCaller, TokenEnd } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import {
  type ExplainQuery,
  explainQuery,
  type ExplanationAnswer,
  explanationAnswer,
  type JourneyAnswer,
  journeyAnswer,
  type OverviewAnswer,
  overviewAnswer,
  type PurgeAnswer,
  purgeAnswer,
  type PurgeBody,
  purgeBody,
  type SwitchesAnswer,
  switchesAnswer,
  type TryBody,
  tryBody,
} from './cache-admin.dto.js';
import { CacheAdminService } from './cache-admin.service.js';
import { ConsoleStream } from './console-stream.js';

const UNKNOWN = 'No cached resource has this form.';
const INVALID = 'It does not fit.';

/** All that the console can do. */
@ApiTags('cache-admin')
@ApiBearerAuth()
@ApiProblem('forbidden', 'For administrators.')
@AtLeast('admin')
@Controller('api/v2/cache-admin')
export class CacheAdminController {
  constructor(
    private readonly admin: CacheAdminService,
    private readonly stream: ConsoleStream,
  ) {}

  @Get('overview')
  @ApiOperation({ summary: 'The cache as it stands, of all instances' })
  @NotCached('tells of this moment and this instance')
  @ApiResponse({ status: 200, standardSchema: overviewAnswer })
  overview(): OverviewAnswer {
    return this.admin.overview();
  }

  @Get('stream')
  @ApiOperation({
    summary: 'Follow the cache live',
    description:
      'Server-sent events: the state of the instances, rates, and the writes with the scopes that they made stale.',
  })
  @NotCached('a stream of what happens now')
  @ApiResponse({
    status: 200,
    description:
      'Server-sent events without end: `overview` (as GET overview) first, then a `beat` twice a second with instances, ' +
      'new writes and, once a second, a sample and the latencies. Ends with the access token that opened it, and when the account may no longer watch.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiProblem('unavailable', 'Too many watch already.')
  watch(
    @CurrentCaller() caller: Caller,
    @TokenEnd() tokenEndsAtMs: number,
    @Res() reply: FastifyReply,
  ): void {
    this.stream.open(caller, tokenEndsAtMs, reply);
  }

  @Get('explain')
  @ApiOperation({
    summary: 'Explain a key or a path',
    description: 'Where it is, its generation, age and owner, and why the next read will hit or miss.',
  })
  @NotCached('tells of this moment and this instance')
  @ApiResponse({ status: 200, standardSchema: explanationAnswer })
  @ApiProblem('not_found', UNKNOWN)
  @ApiProblem('invalid', INVALID)
  explain(
    @CurrentCaller() caller: Caller,
    @Query({ schema: explainQuery }) query: ExplainQuery,
  ): Promise<ExplanationAnswer> {
    return this.admin.explain(caller, query);
  }

  @Post('purge')
  @ApiOperation({ summary: 'Make a scope stale in all processes', description: 'As a write to it would.' })
  @HttpCode(200)
  @ApiResponse({ status: 200, description: 'Stale in every tier, everywhere.', standardSchema: purgeAnswer })
  @ApiProblem('not_found', UNKNOWN)
  @ApiProblem('invalid', INVALID)
  purge(@CurrentCaller() caller: Caller, @Body({ schema: purgeBody }) body: PurgeBody): Promise<PurgeAnswer> {
    return this.admin.purge(caller, body);
  }

  @Post('try')
  @ApiOperation({
    summary: 'Make a read and see its way through the tiers',
    description: 'With the authorization of the caller.',
  })
  @HttpCode(200)
  @ApiResponse({
    status: 200,
    description: 'How a GET of the path went, in the name and with the rights of the caller.',
    standardSchema: journeyAnswer,
  })
  @ApiProblem('not_found', UNKNOWN)
  @ApiProblem('invalid', INVALID)
  try(
    @CurrentCaller() caller: Caller,
    @Body({ schema: tryBody }) body: TryBody,
    @Headers() { authorization = '' }: IncomingHttpHeaders,
    @Ip() ip: string,
  ): Promise<JourneyAnswer> {
    return this.admin.try(caller, body, { authorization, ip });
  }

  @Get('switches')
  @ApiOperation({
    summary: 'The variables of the cache as this process has them',
    description: 'They are changed in the environment, not here.',
  })
  @NotCached('a few words from memory')
  @ApiResponse({ status: 200, standardSchema: switchesAnswer })
  switches(): SwitchesAnswer {
    return this.admin.switches();
  }
}

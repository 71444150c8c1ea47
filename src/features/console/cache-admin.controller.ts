import { Body, Controller, Get, Headers, HttpCode, Ip, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NotCached } from '../../cache/index.js';
import { problemSchema } from '../../platform/http/index.js';
import { AtLeast, CurrentCaller } from '../../platform/security/access.decorators.js';
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

const FORBIDDEN = { status: 403, description: 'For administrators.', standardSchema: problemSchema } as const;
const UNKNOWN = {
  status: 404,
  description: 'No cached resource has this form.',
  standardSchema: problemSchema,
} as const;
const INVALID = { status: 422, description: 'It does not fit.', standardSchema: problemSchema } as const;

/** All that the console can do. */
@ApiTags('cache-admin')
@ApiBearerAuth()
@AtLeast('admin')
@Controller('api/v2/cache-admin')
export class CacheAdminController {
  constructor(
    private readonly admin: CacheAdminService,
    private readonly stream: ConsoleStream,
  ) {}

  @Get('overview')
  @NotCached('tells of this moment and this instance')
  @ApiResponse({ status: 200, standardSchema: overviewAnswer })
  @ApiResponse(FORBIDDEN)
  overview(): OverviewAnswer {
    return this.admin.overview();
  }

  @Get('stream')
  @NotCached('a stream of what happens now')
  @ApiResponse({
    status: 200,
    description:
      'Server-sent events without end: `overview` (as GET overview) first, then a `beat` twice a second with instances, ' +
      'new writes and, once a second, a sample and the latencies. Ends with the lifetime of access tokens.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiResponse(FORBIDDEN)
  @ApiResponse({ status: 503, description: 'Too many watch already.', standardSchema: problemSchema })
  watch(@CurrentCaller() caller: Caller, @Res() reply: FastifyReply): void {
    this.stream.open(caller, reply);
  }

  @Get('explain')
  @NotCached('tells of this moment and this instance')
  @ApiResponse({ status: 200, standardSchema: explanationAnswer })
  @ApiResponse(FORBIDDEN)
  @ApiResponse(UNKNOWN)
  @ApiResponse(INVALID)
  explain(
    @CurrentCaller() caller: Caller,
    @Query({ schema: explainQuery }) query: ExplainQuery,
  ): Promise<ExplanationAnswer> {
    return this.admin.explain(caller, query);
  }

  @Post('purge')
  @HttpCode(200)
  @ApiResponse({ status: 200, description: 'Stale in every tier, everywhere.', standardSchema: purgeAnswer })
  @ApiResponse(FORBIDDEN)
  @ApiResponse(UNKNOWN)
  @ApiResponse(INVALID)
  purge(@CurrentCaller() caller: Caller, @Body({ schema: purgeBody }) body: PurgeBody): Promise<PurgeAnswer> {
    return this.admin.purge(caller, body);
  }

  @Post('try')
  @HttpCode(200)
  @ApiResponse({
    status: 200,
    description: 'How a GET of the path went, in the name and with the rights of the caller.',
    standardSchema: journeyAnswer,
  })
  @ApiResponse(FORBIDDEN)
  @ApiResponse(UNKNOWN)
  @ApiResponse(INVALID)
  try(
    @CurrentCaller() caller: Caller,
    @Body({ schema: tryBody }) body: TryBody,
    @Headers('authorization') authorization: string,
    @Ip() ip: string,
  ): Promise<JourneyAnswer> {
    return this.admin.try(caller, body, { authorization, ip });
  }

  @Get('switches')
  @NotCached('a few words from memory')
  @ApiResponse({ status: 200, standardSchema: switchesAnswer })
  @ApiResponse(FORBIDDEN)
  switches(): SwitchesAnswer {
    return this.admin.switches();
  }
}

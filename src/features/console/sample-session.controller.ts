import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotCached } from '../../cache/index.js';
import { ApiProblem } from '../../platform/http/index.js';
import { Public } from '../../platform/security/access.decorators.js';
import {
  type SampleSessionAnswer,
  sampleSessionAnswer,
  type SampleSessionOffer,
  sampleSessionOffer,
} from './cache-admin.dto.js';
import { SampleSession } from './sample-session.js';

/** The console's one click. This controller is not part of the application in production. */
@ApiTags('cache-admin')
@Public()
@Controller('api/v2/cache-admin/sample-session')
export class SampleSessionController {
  constructor(private readonly session: SampleSession) {}

  @Get()
  @ApiOperation({
    summary: 'Whether a session of the sample administrator can be had',
    description: 'Outside production, by a process with sample data, for a browser on the same machine.',
  })
  @NotCached('one word from memory')
  @ApiResponse({ status: 200, standardSchema: sampleSessionOffer })
  offer(@Req() request: FastifyRequest): SampleSessionOffer {
    return { available: this.session.isOffered(request) };
  }

  @Post()
  @ApiOperation({ summary: 'Open a session of the sample administrator' })
  @HttpCode(200)
  @ApiResponse({
    status: 200,
    description: 'An access token of the sample administrator, for the console on the same machine.',
    standardSchema: sampleSessionAnswer,
  })
  @ApiProblem('not_found', 'Not offered here.')
  @ApiProblem('forbidden', 'Asked by another site.')
  open(@Req() request: FastifyRequest): SampleSessionAnswer {
    return this.session.open(request);
  }
}

import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../../cache/index.js';
import { ApiForbidden, ApiNotFound } from '../../../platform/http/index.js';
import { CurrentCaller, OwnerJudged } from '../../../platform/security/access.decorators.js';
import type { Caller } from '../../../platform/security/caller.js';
import {
  type InteractionStats,
  interactionStats,
  recommendationIdParam,
  type RecordedInteraction,
  recordedInteraction,
  type RecordInteraction,
  recordInteraction,
} from './interactions.dto.js';
import { InteractionsService } from './interactions.service.js';

@ApiTags('recommendations')
@ApiBearerAuth()
@OwnerJudged()
@Controller('api/v2/recommendations')
export class InteractionsController {
  constructor(private readonly interactions: InteractionsService) {}

  @Post('interact/:recommendation_id')
  @ApiOperation({
    summary: 'Say what was done with a recommendation',
    description: 'The ranking learns from it, in batches and within a limit for each user.',
  })
  @ApiResponse({
    status: 201,
    description: 'Recorded; the same again counts once, of ratings the last.',
    standardSchema: recordedInteraction,
  })
  @ApiForbidden()
  @ApiNotFound('recommendation')
  record(
    @CurrentCaller() caller: Caller,
    @Param('recommendation_id', { schema: recommendationIdParam }) id: string,
    @Body({ schema: recordInteraction }) body: RecordInteraction,
  ): Promise<RecordedInteraction> {
    return this.interactions.record(caller, id, body);
  }

  @Get('stats/:recommendation_id')
  @ApiOperation({ summary: 'How often a recommendation was viewed, clicked, rated and put into practice' })
  @NotCached('every interaction changes it, and nobody asks for it often')
  @ApiResponse({ status: 200, standardSchema: interactionStats })
  @ApiNotFound('recommendation')
  stats(
    @CurrentCaller() caller: Caller,
    @Param('recommendation_id', { schema: recommendationIdParam }) id: string,
  ): Promise<InteractionStats> {
    return this.interactions.stats(caller, id);
  }
}

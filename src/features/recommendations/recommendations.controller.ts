import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cached, NotCached } from '../../cache/index.js';
import { ApiForbidden, ApiNotFound, ApiProblem } from '../../platform/http/index.js';
import { CurrentCaller, OwnerJudged } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import { GenerationService } from './generation/generation.service.js';
import { TaskLocationInterceptor } from './generation/task-location.interceptor.js';
import { assessmentRecommendations } from './recommendations.cache.js';
import {
  agentNameParam,
  assessmentIdParam,
  type Filters,
  filterRecommendations,
  type GenerateRecommendations,
  generateRecommendations,
  type GenerationAccepted,
  generationAccepted,
  type ListRecommendations,
  listRecommendations,
  type RecommendationList,
  recommendationList,
  type RecommendationPage,
  recommendationPage,
} from './recommendations.dto.js';
import { RecommendationsService } from './recommendations.service.js';

const ACCEPTED = {
  status: 202,
  description: 'Accepted, or under way already; the task tells how far it is.',
  standardSchema: generationAccepted,
  headers: { Location: { description: 'The task.', schema: { type: 'string' } } },
} as const;
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Your own name of this request: for a day its repetition gets the same task.',
} as const;

@ApiTags('recommendations')
@ApiBearerAuth()
@OwnerJudged()
@Controller('api/v2/recommendations')
export class RecommendationsController {
  constructor(
    private readonly recommendations: RecommendationsService,
    private readonly generation: GenerationService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List recommendations of all one’s assessments' })
  @NotCached(
    'pages and filters over many assessments: too many different answers for any to be asked for again',
  )
  @ApiResponse({ status: 200, standardSchema: recommendationPage })
  @ApiForbidden()
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: listRecommendations }) query: ListRecommendations,
  ): Promise<RecommendationPage> {
    return this.recommendations.list(caller, query);
  }

  @Get(':assessment_id')
  @ApiOperation({
    summary: 'Read an assessment’s recommendations, ranked',
    description: 'The whole list is cached; filters are applied to what the database holds now.',
  })
  @Cached(assessmentRecommendations)
  @ApiResponse({ status: 200, standardSchema: recommendationList })
  @ApiNotFound('assessment')
  ofAssessment(
    @CurrentCaller() caller: Caller,
    @Param('assessment_id', { schema: assessmentIdParam }) id: string,
    @Query({ schema: filterRecommendations }) filters: Filters,
  ): Promise<RecommendationList> {
    return this.recommendations.ofAssessment(caller, id, filters);
  }

  @Get(':assessment_id/agents/:agent_name')
  @ApiOperation({ summary: 'Read what one agent recommends' })
  @NotCached('a filter of the list: read fresh, so that it never contradicts it')
  @ApiResponse({ status: 200, standardSchema: recommendationList })
  @ApiNotFound('assessment')
  ofAgent(
    @CurrentCaller() caller: Caller,
    @Param('assessment_id', { schema: assessmentIdParam }) id: string,
    @Param('agent_name', { schema: agentNameParam }) agent: string,
  ): Promise<RecommendationList> {
    return this.recommendations.ofAgent(caller, id, agent);
  }

  @Post(':assessment_id/generate')
  @ApiOperation({
    summary: 'Have the recommendations made',
    description:
      'Accepts a run and answers with its task; while one is under way, with that one’s. The old set is read until the new one stands.',
  })
  @HttpCode(202)
  @UseInterceptors(TaskLocationInterceptor)
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiBody({ required: false })
  @ApiResponse(ACCEPTED)
  @ApiForbidden()
  @ApiNotFound('assessment')
  @ApiProblem('unavailable', 'Too many runs were asked for at once, or the database does not answer.')
  generate(
    @CurrentCaller() caller: Caller,
    @Param('assessment_id', { schema: assessmentIdParam }) id: string,
    @Body({ schema: generateRecommendations.optional() }) body: GenerateRecommendations | undefined,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<GenerationAccepted> {
    return this.generation.generate(caller, id, body, idempotencyKey);
  }
}

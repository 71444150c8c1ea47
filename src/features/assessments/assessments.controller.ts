import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cached, EtagInterceptor, NotCached } from '../../cache/index.js';
import { ApiForbidden, ApiNotFound, ApiProblem } from '../../platform/http/index.js';
import { CurrentCaller, OwnerJudged } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import {
  type AssessmentDetail,
  assessmentDetail,
  assessmentIdParam,
  type AssessmentPage,
  assessmentPage,
  type CreateAssessment,
  createAssessment,
  type ListAssessments,
  listAssessments,
  type UpdateAssessment,
  updateAssessment,
} from './assessment.dto.js';
import { assessmentDetails } from './assessments.cache.js';
import { AssessmentsService } from './assessments.service.js';
import { ASSESSMENTS_PATH, LocationInterceptor } from './location.interceptor.js';

const ETAG = {
  ETag: { description: 'The entity tag of this representation.', schema: { type: 'string' } },
} as const;
const LOCATION = { Location: { description: 'Where it is read.', schema: { type: 'string' } } } as const;
const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'Entity tags, one of which the assessment must still have; without it the last write wins.',
} as const;
const CHANGED = 'It has changed since it was read.';

@ApiTags('assessments')
@ApiBearerAuth()
@OwnerJudged()
@Controller(ASSESSMENTS_PATH)
export class AssessmentsController {
  constructor(private readonly assessments: AssessmentsService) {}

  @Post()
  @ApiOperation({
    summary: 'Create an assessment',
    description:
      'Completeness is calculated from the answers given; whatever is missing can be filled in later.',
  })
  @UseInterceptors(EtagInterceptor, LocationInterceptor)
  @ApiResponse({ status: 201, standardSchema: assessmentDetail, headers: { ...LOCATION, ...ETAG } })
  @ApiForbidden()
  create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: createAssessment }) body: CreateAssessment,
  ): Promise<AssessmentDetail> {
    return this.assessments.create(caller, body);
  }

  @Get()
  @ApiOperation({
    summary: 'List assessments, newest first',
    description: 'One’s own; with scope=all everybody’s, for analysts and up.',
  })
  @NotCached('pages and filters: too many different answers for any of them to be asked for again')
  @ApiResponse({ status: 200, standardSchema: assessmentPage })
  @ApiForbidden()
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: listAssessments }) query: ListAssessments,
  ): Promise<AssessmentPage> {
    return this.assessments.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Read an assessment',
    description: 'Cached; the ETag goes into If-None-Match, or into If-Match of an update.',
  })
  @Cached(assessmentDetails)
  @ApiResponse({ status: 200, standardSchema: assessmentDetail, headers: ETAG })
  @ApiNotFound('assessment')
  get(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: assessmentIdParam }) id: string,
  ): Promise<AssessmentDetail> {
    return this.assessments.get(caller, id);
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Change an assessment',
    description:
      'Fields that are left out stay as they are. With If-Match the write happens only over the answer that was read, else the last write wins.',
  })
  @UseInterceptors(EtagInterceptor)
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, standardSchema: assessmentDetail, headers: ETAG })
  @ApiForbidden()
  @ApiNotFound('assessment')
  @ApiProblem('conflict', 'A workflow is running.')
  @ApiProblem('precondition_failed', CHANGED)
  update(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: assessmentIdParam }) id: string,
    @Body({ schema: updateAssessment }) body: UpdateAssessment,
    @Headers('If-Match') ifMatch?: string,
  ): Promise<AssessmentDetail> {
    return this.assessments.update(caller, id, body, ifMatch);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Delete an assessment',
    description: 'With its recommendations, interactions and tasks; a run that is under way is cancelled.',
  })
  @HttpCode(204)
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 204, description: 'It is gone, with its recommendations and tasks.' })
  @ApiForbidden()
  @ApiNotFound('assessment')
  @ApiProblem('precondition_failed', CHANGED)
  delete(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: assessmentIdParam }) id: string,
    @Headers('If-Match') ifMatch?: string,
  ): Promise<void> {
    return this.assessments.delete(caller, id, ifMatch);
  }
}

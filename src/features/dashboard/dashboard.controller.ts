import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cached, NotCached } from '../../cache/index.js';
import { ApiProblem } from '../../platform/http/index.js';
import { CurrentCaller, OwnerJudged } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import { overviewPolicy } from './dashboard.cache.js';
import {
  type DashboardOverview,
  dashboardOverview,
  type OverviewQuery,
  overviewQuery,
  type ProgressPage,
  progressPage,
  type ProgressQuery,
  progressQuery,
} from './dashboard.dto.js';
import { DashboardService } from './dashboard.service.js';

@ApiTags('dashboard')
@ApiBearerAuth()
@ApiProblem('forbidden', '`scope=all` is for analysts and higher roles.')
@OwnerJudged()
@Controller('api/v2/dashboard')
export class DashboardController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get('overview')
  @ApiOperation({
    summary: 'Sum up assessments, recommendations and tasks',
    description:
      'Of one’s own; with scope=all of everybody, for analysts and up. force_refresh=true reads the database and stores what it read.',
  })
  @Cached(overviewPolicy)
  @ApiResponse({ status: 200, standardSchema: dashboardOverview })
  overview(
    @CurrentCaller() caller: Caller,
    @Query({ schema: overviewQuery }) query: OverviewQuery,
  ): Promise<DashboardOverview> {
    return this.dashboard.overview(caller, query);
  }

  @Get('assessments/progress')
  @ApiOperation({ summary: 'How far each assessment is, newest first' })
  @NotCached('pages: too many different answers for any of them to be asked for again')
  @ApiResponse({ status: 200, standardSchema: progressPage })
  progress(
    @CurrentCaller() caller: Caller,
    @Query({ schema: progressQuery }) query: ProgressQuery,
  ): Promise<ProgressPage> {
    return this.dashboard.progress(caller, query);
  }
}

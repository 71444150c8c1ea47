import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cached, NotCached } from '../../cache/index.js';
import { problemSchema } from '../../platform/http/index.js';
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

const FORBIDDEN = {
  status: 403,
  description: '`scope=all` is for analysts and higher roles.',
  standardSchema: problemSchema,
} as const;

@ApiTags('dashboard')
@ApiBearerAuth()
@OwnerJudged()
@Controller('api/v2/dashboard')
export class DashboardController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get('overview')
  @Cached(overviewPolicy)
  @ApiResponse({ status: 200, standardSchema: dashboardOverview })
  @ApiResponse(FORBIDDEN)
  overview(
    @CurrentCaller() caller: Caller,
    @Query({ schema: overviewQuery }) query: OverviewQuery,
  ): Promise<DashboardOverview> {
    return this.dashboard.overview(caller, query);
  }

  @Get('assessments/progress')
  @NotCached('pages: too many different answers for any of them to be asked for again')
  @ApiResponse({ status: 200, standardSchema: progressPage })
  @ApiResponse(FORBIDDEN)
  progress(
    @CurrentCaller() caller: Caller,
    @Query({ schema: progressQuery }) query: ProgressQuery,
  ): Promise<ProgressPage> {
    return this.dashboard.progress(caller, query);
  }
}

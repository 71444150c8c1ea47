import { Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../cache/index.js';
import { ApiForbidden, ApiProblem } from '../../platform/http/index.js';
import { AtLeast, CurrentCaller } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import { AdminsInProduction } from './admins-in-production.guard.js';
import {
  type DemoStats,
  demoStats,
  type HitRateQuery,
  hitRateQuery,
  type HitRateTest,
  hitRateTest,
  patternParam,
  type PerformanceQuery,
  performanceQuery,
  type PerformanceTest,
  performanceTest,
  type Purged,
  purged,
} from './cache-demo.dto.js';
import { CacheDemoService } from './cache-demo.service.js';
import { CacheMeasurements } from './cache-measurements.js';

const BUSY = 'This instance is measuring already.';

/** What the cache does, in numbers. */
@ApiTags('cache-demo')
@ApiBearerAuth()
@ApiForbidden()
@AtLeast('viewer')
@UseGuards(AdminsInProduction)
@Controller('api/v2/cache-demo')
export class CacheDemoController {
  constructor(
    private readonly demo: CacheDemoService,
    private readonly measurements: CacheMeasurements,
  ) {}

  @Get('stats')
  @ApiOperation({ summary: 'Hits, misses and stores of this process' })
  @NotCached('tells of this moment and this instance')
  @ApiResponse({ status: 200, standardSchema: demoStats })
  stats(): DemoStats {
    return this.demo.stats();
  }

  @Post('clear')
  @ApiOperation({
    summary: 'Empty the cache of all processes',
    description: 'Entries become unreachable; writes that are under way stay pending.',
  })
  @AtLeast('admin')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'Every entry of every tier of every instance is stale.' })
  clear(@CurrentCaller() caller: Caller): Promise<void> {
    return this.demo.clear(caller);
  }

  @Delete('pattern/:pattern')
  @ApiOperation({
    summary: 'Make stale what a pattern names',
    description: 'A scope with :* behind it, or an exact key. Nothing is searched for.',
  })
  @AtLeast('admin')
  @ApiResponse({ status: 200, standardSchema: purged })
  @ApiProblem('not_found', 'No cached resource has keys of this form.')
  purge(
    @CurrentCaller() caller: Caller,
    @Param('pattern', { schema: patternParam }) pattern: string,
  ): Promise<Purged> {
    return this.demo.purge(caller, pattern);
  }

  @Get('test/performance')
  @ApiOperation({
    summary: 'Measure L1, L2 and the database',
    description: 'Real reads over keys of the test’s own, which are removed afterwards.',
  })
  @NotCached('measures the cache itself')
  @ApiResponse({ status: 200, standardSchema: performanceTest })
  @ApiProblem('too_many_requests', BUSY)
  performance(
    @CurrentCaller() caller: Caller,
    @Query({ schema: performanceQuery }) query: PerformanceQuery,
  ): Promise<PerformanceTest> {
    return this.measurements.performance(caller.userId, query);
  }

  @Get('test/hit-rate')
  @ApiOperation({
    summary: 'Measure the hit rate of a given traffic',
    description:
      'Beside the best rate possible (Belady) and what an LRU of the same room would reach; the same seed gives the same ' +
      'traffic. By default a fifth of the keys has room: with room for all of them the three rates would be one.',
  })
  @NotCached('measures the cache itself')
  @ApiResponse({ status: 200, standardSchema: hitRateTest })
  @ApiProblem('too_many_requests', BUSY)
  hitRate(
    @CurrentCaller() caller: Caller,
    @Query({ schema: hitRateQuery }) query: HitRateQuery,
  ): Promise<HitRateTest> {
    return this.measurements.hitRate(caller.userId, query);
  }
}

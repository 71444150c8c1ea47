import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../cache/index.js';
import { ApiProblem } from '../../platform/http/index.js';
import { AtLeast } from '../../platform/security/access.decorators.js';
import { type WorkersStatus, workersStatus } from './task.dto.js';
import { TasksService } from './tasks.service.js';

/** Names processes, and tells of everyone's work: for those who read everyone's. */
@ApiTags('tasks')
@ApiBearerAuth()
@AtLeast('analyst')
@Controller('api/v2/workers')
export class WorkersController {
  constructor(private readonly tasks: TasksService) {}

  @Get('status')
  @ApiOperation({ summary: 'The queue and the processes that run jobs' })
  @NotCached('what the processes do at this moment')
  @ApiResponse({ status: 200, standardSchema: workersStatus })
  @ApiProblem('unavailable', 'The queue does not answer.')
  status(): Promise<WorkersStatus> {
    return this.tasks.workers();
  }
}

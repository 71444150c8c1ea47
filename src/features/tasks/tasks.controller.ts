import { Controller, Delete, Get, Headers, Param, Query, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../cache/index.js';
import { ApiForbidden, ApiNotFound, ApiProblem } from '../../platform/http/index.js';
import { CurrentCaller, OwnerJudged, TokenEnd } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import { CancelledOrGone, EventStream } from './task-answers.interceptor.js';
import {
  listTasks,
  type ListTasks,
  type TaskDetail,
  taskDetail,
  taskIdParam,
  type TaskPage,
  taskPage,
  type TaskResult,
  taskResult,
} from './task.dto.js';
import type { TaskEventStream } from './task-streams.js';
import { TasksService } from './tasks.service.js';

const MOVES = 'a task moves several times a second: what is asked for is how far it is now';
const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  required: false,
  description: 'The id of the last event seen; the stream goes on behind it.',
} as const;
const EVENTS = {
  status: 200,
  description: 'Events of the name `state`, each the task as it was then; closed after the last.',
  content: { 'text/event-stream': { schema: { type: 'string' } } },
} as const;

@ApiTags('tasks')
@ApiBearerAuth()
@OwnerJudged()
@Controller('api/v2/tasks')
export class TasksController {
  constructor(private readonly tasks: TasksService) {}

  @Get()
  @ApiOperation({ summary: 'List tasks, newest first' })
  @NotCached(MOVES)
  @ApiResponse({ status: 200, standardSchema: taskPage })
  @ApiForbidden()
  list(@CurrentCaller() caller: Caller, @Query({ schema: listTasks }) query: ListTasks): Promise<TaskPage> {
    return this.tasks.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a task: state, step and progress' })
  @NotCached(MOVES)
  @ApiResponse({ status: 200, standardSchema: taskDetail })
  @ApiNotFound('task')
  get(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: taskIdParam }) id: string,
  ): Promise<TaskDetail> {
    return this.tasks.get(caller, id);
  }

  @Get(':id/result')
  @ApiOperation({ summary: 'Read the result of a task that has ended well' })
  @NotCached('asked for once, when the task has ended')
  @ApiResponse({ status: 200, standardSchema: taskResult })
  @ApiNotFound('task')
  @ApiProblem('conflict', 'It has not ended, or was cancelled.')
  result(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: taskIdParam }) id: string,
  ): Promise<TaskResult> {
    return this.tasks.result(caller, id);
  }

  @Get(':id/events')
  @ApiOperation({
    summary: 'Follow a task live',
    description:
      'Server-sent events, one for each state; Last-Event-ID goes on behind the last that was seen. ' +
      'A stream ends with its access token, before the last state then: come back with a new one.',
  })
  @NotCached('a stream of what happens')
  @UseInterceptors(EventStream)
  @ApiHeader(LAST_EVENT_ID)
  @ApiResponse(EVENTS)
  @ApiResponse({ status: 204, description: 'It has ended, and you have seen all of it.' })
  @ApiNotFound('task')
  @ApiProblem('too_many_requests', 'Too many streams are open.')
  events(
    @CurrentCaller() caller: Caller,
    @TokenEnd() tokenEndsAtMs: number,
    @Param('id', { schema: taskIdParam }) id: string,
    @Headers('Last-Event-ID') lastEventId?: string,
  ): Promise<TaskEventStream> {
    return this.tasks.follow({ caller, tokenEndsAtMs, lastEventId }, id);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Cancel a task, or delete one that has ended' })
  @UseInterceptors(CancelledOrGone)
  @ApiResponse({ status: 202, description: 'It is cancelled.', standardSchema: taskDetail })
  @ApiResponse({ status: 204, description: 'It had ended, and is gone.' })
  @ApiForbidden()
  @ApiNotFound('task')
  cancelOrDelete(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: taskIdParam }) id: string,
  ): Promise<TaskDetail | null> {
    return this.tasks.cancelOrDelete(caller, id);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../cache/index.js';
import { ApiForbidden, ApiProblem } from '../../platform/http/index.js';
import { AtLeast, CurrentCaller, OwnerJudged } from '../../platform/security/access.decorators.js';
import type { Caller } from '../../platform/security/caller.js';
import {
  type ListUsersQuery,
  listUsersQuery,
  type PatchUserBody,
  patchUserBody,
  type UserAnswer,
  userAnswer,
  userIdParam,
  type UserPageAnswer,
  userPageAnswer,
} from './users.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'No valid access token.')
@ApiForbidden()
@Controller('api/v2/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @ApiOperation({ summary: 'List accounts' })
  @AtLeast('admin')
  @NotCached('read by few, rarely, and always to act on what is true now')
  @ApiResponse({ status: 200, standardSchema: userPageAnswer })
  list(@Query({ schema: listUsersQuery }) query: ListUsersQuery): Promise<UserPageAnswer> {
    return this.users.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an account' })
  @AtLeast('admin')
  @NotCached('read by few, rarely, and always to act on what is true now')
  @ApiResponse({ status: 200, standardSchema: userAnswer })
  @ApiProblem('not_found', 'No such user.')
  get(@Param('id', { schema: userIdParam }) id: string): Promise<UserAnswer> {
    return this.users.get(id);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change an account’s role, or deactivate it',
    description: 'Holds in every process from the next request on.',
  })
  @AtLeast('admin')
  @ApiResponse({ status: 200, standardSchema: userAnswer })
  @ApiProblem('not_found', 'No such user.')
  @ApiProblem('conflict', 'Oneself, or the last super_admin.')
  update(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: userIdParam }) id: string,
    @Body({ schema: patchUserBody }) body: PatchUserBody,
  ): Promise<UserAnswer> {
    return this.users.update(caller, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete an account', description: 'With all that belongs to it.' })
  @HttpCode(204)
  @OwnerJudged()
  @ApiResponse({ status: 204, description: 'The account and all that was theirs are gone.' })
  @ApiProblem('not_found', 'No such user.')
  @ApiProblem('conflict', 'The last super_admin.')
  remove(@CurrentCaller() caller: Caller, @Param('id', { schema: userIdParam }) id: string): Promise<void> {
    return this.users.remove(caller, id);
  }
}

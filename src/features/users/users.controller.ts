import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NotCached } from '../../cache/index.js';
import { problemSchema } from '../../platform/http/index.js';
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
@ApiResponse({ status: 401, description: 'No valid access token.', standardSchema: problemSchema })
@ApiResponse({ status: 403, description: 'The role does not allow it.', standardSchema: problemSchema })
@Controller('api/v2/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @AtLeast('admin')
  @NotCached('read by few, rarely, and always to act on what is true now')
  @ApiResponse({ status: 200, standardSchema: userPageAnswer })
  list(@Query({ schema: listUsersQuery }) query: ListUsersQuery): Promise<UserPageAnswer> {
    return this.users.list(query);
  }

  @Get(':id')
  @AtLeast('admin')
  @NotCached('read by few, rarely, and always to act on what is true now')
  @ApiResponse({ status: 200, standardSchema: userAnswer })
  @ApiResponse({ status: 404, description: 'No such user.', standardSchema: problemSchema })
  get(@Param('id', { schema: userIdParam }) id: string): Promise<UserAnswer> {
    return this.users.get(id);
  }

  @Patch(':id')
  @AtLeast('admin')
  @ApiResponse({ status: 200, standardSchema: userAnswer })
  @ApiResponse({ status: 404, description: 'No such user.', standardSchema: problemSchema })
  @ApiResponse({
    status: 409,
    description: 'Oneself, or the last super_admin.',
    standardSchema: problemSchema,
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: userIdParam }) id: string,
    @Body({ schema: patchUserBody }) body: PatchUserBody,
  ): Promise<UserAnswer> {
    return this.users.update(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @OwnerJudged()
  @ApiResponse({ status: 204, description: 'The account and all that was theirs are gone.' })
  @ApiResponse({ status: 404, description: 'No such user.', standardSchema: problemSchema })
  @ApiResponse({ status: 409, description: 'The last super_admin.', standardSchema: problemSchema })
  remove(@CurrentCaller() caller: Caller, @Param('id', { schema: userIdParam }) id: string): Promise<void> {
    return this.users.remove(caller, id);
  }
}

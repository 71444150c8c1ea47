import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../events/index.js';
import { isObjectId, type UserId } from '../../kernel/ids.js';
import { pageAnswer } from '../../platform/http/index.js';
import type { Caller } from '../../platform/security/caller.js';
import { AccountDeletion } from './account-deletion.js';
import { SessionsRepository } from './sessions.repository.js';
import { SuperAdmins } from './super-admins.js';
import type { User, UserChanges } from './user.js';
import {
  changedMeanwhile,
  mayDelete,
  mustBeAllowedToGrant,
  mustNotChangeSelf,
  mustNotStandAbove,
  userNotFound,
} from './users.access.js';
import type { ListUsersQuery, PatchUserBody, UserAnswer, UserPageAnswer } from './users.dto.js';
import { toUserAnswer } from './users.mapper.js';
import { UsersRepository } from './users.repository.js';

/** The accounts, as administrators see them. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly superAdmins: SuperAdmins,
    private readonly deletion: AccountDeletion,
    private readonly events: DomainEvents,
  ) {}

  async list(query: ListUsersQuery): Promise<UserPageAnswer> {
    const found = await this.users.page({ role: query.role, isActive: query.active }, query);
    return pageAnswer(found, query, toUserAnswer);
  }

  async get(id: string): Promise<UserAnswer> {
    return toUserAnswer(await this.existing(id));
  }

  async update(caller: Caller, id: string, body: PatchUserBody): Promise<UserAnswer> {
    const user = await this.existing(id);
    const changes: UserChanges = { role: body.role, isActive: body.is_active };
    mustNotStandAbove(caller, user);
    mustBeAllowedToGrant(caller, changes.role);
    mustNotChangeSelf(caller, user.id, changes);
    if (!differs(user, changes)) return toUserAnswer(user);
    return toUserAnswer(await this.change(user, changes));
  }

  async remove(caller: Caller, id: string): Promise<void> {
    const userId = userIdFrom(id);
    if (!mayDelete(caller, userId)) throw userNotFound();
    const user = await this.existing(userId);
    mustNotStandAbove(caller, user);
    await this.deletion.remove(user);
  }

  private async existing(id: string): Promise<User> {
    const user = await this.users.findById(userIdFrom(id));
    if (user === null) throw userNotFound();
    return user;
  }

  private async change(user: User, changes: UserChanges): Promise<User> {
    const takesPower = changes.isActive === false || (changes.role ?? user.role) !== user.role;
    if (takesPower) await this.superAdmins.mustNotLose(user);
    const changed = await this.events.during({ type: 'user.updated', userId: user.id }, (write) =>
      takesPower
        ? this.superAdmins.whileOneRemains(user, write, (transaction) =>
            this.users.change(user, changes, write, transaction),
          )
        : this.users.change(user, changes, write),
    );
    if (changed === null) throw changedMeanwhile();
    if (!changed.isActive) await this.sessions.endAllOf(user.id);
    return changed;
  }
}

function userIdFrom(id: string): UserId {
  if (!isObjectId(id)) throw userNotFound();
  return id.toLowerCase() as UserId; // checked in the line above
}

function differs(user: User, { role, isActive }: UserChanges): boolean {
  return (role ?? user.role) !== user.role || (isActive ?? user.isActive) !== user.isActive;
}

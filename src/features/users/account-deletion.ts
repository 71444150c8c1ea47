import { Injectable } from '@nestjs/common';
import { type AnnouncedWrite, DomainEvents } from '../../events/index.js';
import { OwnedData } from './owned-data.js';
import { SessionsRepository } from './sessions.repository.js';
import { SuperAdmins } from './super-admins.js';
import type { User } from './user.js';
import { changedMeanwhile } from './users.access.js';
import { UsersRepository } from './users.repository.js';

/**
 * Deletes an account with everything that is theirs. The account goes last: what fails on the way can be repeated. A request
 * of theirs that was running meanwhile may have left something behind: that is deleted once the account is gone.
 */
@Injectable()
export class AccountDeletion {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly superAdmins: SuperAdmins,
    private readonly owned: OwnedData,
    private readonly events: DomainEvents,
  ) {}

  /** @throws DomainError `conflict` for the last super_admin, or where the account's role changed meanwhile */
  async remove(user: User): Promise<void> {
    await this.superAdmins.mustNotLose(user);
    const assessmentIds = await this.owned.assessmentIdsOf(user.id);
    await this.events.during({ type: 'user.deleted', userId: user.id, assessmentIds }, (write) =>
      this.removeAll(user, write),
    );
    const leftIds = await this.owned.assessmentIdsOf(user.id);
    if (leftIds.length === 0) return;
    await this.events.during({ type: 'user.deleted', userId: user.id, assessmentIds: leftIds }, (write) =>
      this.owned.removeAllOf(user.id, write),
    );
  }

  private async removeAll(user: User, write: AnnouncedWrite): Promise<void> {
    await this.owned.removeAllOf(user.id, write);
    await this.sessions.endAllOf(user.id);
    const removed = await this.superAdmins.whileOneRemains(user, write, (transaction) =>
      this.users.remove(user, write, transaction),
    );
    if (!removed) throw changedMeanwhile();
  }
}

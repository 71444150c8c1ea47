import { Injectable } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import type { User } from './user.js';
import { lastSuperAdmin } from './users.access.js';
import { UsersRepository, type UsersTransaction } from './users.repository.js';

/** Sees to it that an active super_admin remains: without one nobody could ever make another. */
@Injectable()
export class SuperAdmins {
  constructor(private readonly users: UsersRepository) {}

  /**
   * The check before anything is announced.
   * @throws DomainError `conflict` where `user` is the last one
   */
  async mustNotLose(user: User): Promise<void> {
    if (user.role !== 'super_admin') return;
    if (!(await this.users.hasOtherSuperAdmin(user.id))) throw lastSuperAdmin();
  }

  /**
   * Runs a write that takes `user`'s role, access or account away. For a super_admin in a transaction that holds on to the
   * others, so that two who remove each other at once do not both succeed.
   * @throws DomainError `conflict` where `user` is the last one
   */
  async whileOneRemains<Result>(
    user: User,
    write: AnnouncedWrite,
    work: (transaction?: UsersTransaction) => Promise<Result>,
  ): Promise<Result> {
    if (user.role !== 'super_admin') return work();
    return this.users.inTransaction(async (transaction) => {
      if (!(await this.users.relyOnOtherSuperAdmin(user.id, write, transaction))) throw lastSuperAdmin();
      return work(transaction);
    });
  }
}

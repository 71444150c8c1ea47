import { Injectable } from '@nestjs/common';
import { type AnnouncedWrite, DomainEvents } from '../../events/index.js';
import { systemClock } from '../../kernel/clock.js';
import { SECOND_MS } from '../../kernel/duration.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import { OwnedData } from './owned-data.js';
import { SessionsRepository } from './sessions.repository.js';
import { SuperAdmins } from './super-admins.js';
import type { User } from './user.js';
import { changedMeanwhile, deletionUnfinished } from './users.access.js';
import { UsersRepository } from './users.repository.js';

/** So many assessments one write deletes and its announcement names: no more than the others hear of within one budget. */
const BATCH = 100;
/** An answer that comes later finds nobody who waits for it. */
const ANSWER_WITHIN_MS = 20 * SECOND_MS;

/**
 * Deletes an account with everything that is theirs. Most of their assessments go first, in batches, each an announced write
 * of its own; the last batch goes with the account. The account goes last: what fails on the way can be repeated, and goes on
 * where it ended. A request of theirs that was running meanwhile may have left something behind: that is deleted once the
 * account is gone.
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

  /**
   * @throws DomainError `conflict` for the last super_admin, or where the account's role changed meanwhile; `unavailable`
   *   where there is more than can be deleted in the time of one request: repeated, it goes on
   */
  async remove(user: User): Promise<void> {
    const untilMs = systemClock.nowMs() + ANSWER_WITHIN_MS;
    await this.superAdmins.mustNotLose(user);
    const lastIds = await this.removeFullBatches(user.id, untilMs);
    await this.events.during({ type: 'user.deleted', userId: user.id, assessmentIds: lastIds }, (write) =>
      this.removeAccount(user, lastIds, write),
    );
    await this.removeLeft(user.id);
  }

  /** Gives what is left: less than a batch. */
  private async removeFullBatches(userId: UserId, untilMs: number): Promise<readonly AssessmentId[]> {
    for (;;) {
      const ids = await this.owned.assessmentIdsOf(userId, BATCH);
      if (ids.length < BATCH) return ids;
      if (systemClock.nowMs() > untilMs) throw deletionUnfinished();
      // Not `user.deleted`: the account is still there, and may stay if one of these fails.
      const events = ids.map(
        (assessmentId) => ({ type: 'assessment.deleted', assessmentId, userId }) as const,
      );
      await this.events.during(events, (write) => this.owned.removeAssessments(userId, ids, write));
    }
  }

  private async removeAccount(
    user: User,
    lastIds: readonly AssessmentId[],
    write: AnnouncedWrite,
  ): Promise<void> {
    await this.removeOwned(user.id, lastIds, write);
    await this.sessions.endAllOf(user.id);
    const removed = await this.superAdmins.whileOneRemains(user, write, (transaction) =>
      this.users.remove(user, write, transaction),
    );
    if (!removed) throw changedMeanwhile();
  }

  /** What requests left that were let in before: nobody can repeat this, for the account is gone, and there is little. */
  private async removeLeft(userId: UserId): Promise<void> {
    for (;;) {
      const ids = await this.owned.assessmentIdsOf(userId, BATCH);
      if (ids.length === 0) return;
      await this.events.during({ type: 'user.deleted', userId, assessmentIds: ids }, (write) =>
        this.removeOwned(userId, ids, write),
      );
    }
  }

  private async removeOwned(
    userId: UserId,
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
  ): Promise<void> {
    await this.owned.removeAssessments(userId, ids, write);
    await this.owned.removeAllOf(userId, write);
  }
}

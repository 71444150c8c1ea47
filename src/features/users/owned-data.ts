import { Injectable } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';

/** A feature's part in the deletion of an account. */
export interface OwnedDataPart {
  /** Assessments of theirs that are still there, at most `limit`: an announcement names them before they are deleted. */
  assessmentIdsOf?(userId: UserId, limit: number): Promise<readonly AssessmentId[]>;
  /** Deletes these assessments of theirs and no others, within `write`'s fence. Idempotent: some may be gone. */
  removeAssessments?(userId: UserId, ids: readonly AssessmentId[], write: AnnouncedWrite): Promise<void>;
  /**
   * Deletes everything else of theirs, within `write`'s fence. Runs again after a failure and once more behind the account's
   * own deletion, so it must be idempotent.
   */
  removeAllOf?(userId: UserId, write: AnnouncedWrite): Promise<void>;
}

/** Who keeps data of users: features join, so that the accounts need not know them. */
@Injectable()
export class OwnedData {
  private readonly parts: OwnedDataPart[] = [];

  join(part: OwnedDataPart): void {
    this.parts.push(part);
  }

  /** At most `limit`; fewer: those are all. */
  async assessmentIdsOf(userId: UserId, limit: number): Promise<readonly AssessmentId[]> {
    const ids = new Set<AssessmentId>();
    for (const part of this.parts) {
      for (const id of (await part.assessmentIdsOf?.(userId, limit)) ?? []) ids.add(id);
    }
    return [...ids].slice(0, limit);
  }

  /** In the reverse order of joining: what was built on other data goes before it. */
  async removeAssessments(
    userId: UserId,
    ids: readonly AssessmentId[],
    write: AnnouncedWrite,
  ): Promise<void> {
    if (ids.length === 0) return;
    for (const part of this.parts.toReversed()) await part.removeAssessments?.(userId, ids, write);
  }

  /** In the reverse order of joining, as above. */
  async removeAllOf(userId: UserId, write: AnnouncedWrite): Promise<void> {
    for (const part of this.parts.toReversed()) await part.removeAllOf?.(userId, write);
  }
}

import { Injectable } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';

/** A feature's part in the deletion of an account. */
export interface OwnedDataPart {
  /** The assessments of theirs, which the announcement of the deletion names. */
  assessmentIdsOf?(userId: UserId): Promise<readonly AssessmentId[]>;
  /**
   * Deletes everything of theirs, within `write`'s fence. Runs again after a failure and once more behind the account's own
   * deletion, so it must be idempotent.
   */
  removeAllOf(userId: UserId, write: AnnouncedWrite): Promise<void>;
}

/** Who keeps data of users: features join, so that the accounts need not know them. */
@Injectable()
export class OwnedData {
  private readonly parts: OwnedDataPart[] = [];

  join(part: OwnedDataPart): void {
    this.parts.push(part);
  }

  async assessmentIdsOf(userId: UserId): Promise<readonly AssessmentId[]> {
    const ids = new Set<AssessmentId>();
    for (const part of this.parts) {
      for (const id of (await part.assessmentIdsOf?.(userId)) ?? []) ids.add(id);
    }
    return [...ids];
  }

  /** In the reverse order of joining: what was built on other data goes before it. */
  async removeAllOf(userId: UserId, write: AnnouncedWrite): Promise<void> {
    for (const part of this.parts.toReversed()) await part.removeAllOf(userId, write);
  }
}

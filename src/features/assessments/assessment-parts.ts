import { Injectable } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId } from '../../kernel/ids.js';
import type { Alongside } from './assessments.repository.js';

/** What another feature keeps of assessments, and how it goes with them. */
export interface AssessmentPart {
  /** Ends what is running for them; awaited before the deletion, which may still not happen. */
  halt?(ids: readonly AssessmentId[]): Promise<void>;
  /** Deletes everything of theirs, in the transaction (its session) that deletes them. */
  readonly remove: Alongside;
}

/** Who keeps something of assessments: features join, so that the assessments need not know them. */
@Injectable()
export class AssessmentParts {
  private readonly parts: AssessmentPart[] = [];

  join(part: AssessmentPart): void {
    this.parts.push(part);
  }

  async halt(ids: readonly AssessmentId[]): Promise<void> {
    for (const part of this.parts) await part.halt?.(ids);
  }

  /** undefined where nobody joined: an assessment alone needs no transaction. */
  get removal(): Alongside | undefined {
    if (this.parts.length === 0) return undefined;
    return async (ids: readonly AssessmentId[], write: AnnouncedWrite, session) => {
      for (const part of this.parts.toReversed()) await part.remove(ids, write, session);
    };
  }
}

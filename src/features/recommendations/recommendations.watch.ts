import type { ChangeRule, WatchedCollection } from '../../cache/watch/index.js';
import type { DomainEvent } from '../../events/index.js';
import { type AssessmentId, isObjectId, type UserId } from '../../kernel/ids.js';

/**
 * What somebody who announced nothing did to a recommendation: told for the assessment and the owner of before and of now.
 *
 * A document that a run did not find again is marked as superseded in the transaction that deletes it. That mark names the
 * run's write, as every change of the run does, so its deletion tells nothing new.
 */
const recommendationChanges: ChangeRule = ({ operation, before, after }) => {
  if (operation === 'delete' && before?.['superseded'] === true) return [];
  const told = new Map<string, DomainEvent>();
  for (const document of [before, after]) {
    const assessmentId = String(document?.['assessment_id']);
    const userId = String(document?.['user_id']);
    if (!isObjectId(assessmentId) || !isObjectId(userId)) continue;
    told.set(`${assessmentId} ${userId}`, {
      type: 'recommendations.regenerated',
      assessmentId: assessmentId as AssessmentId, // checked above
      userId: userId as UserId, // checked above
    });
  }
  return [...told.values()];
};

export const recommendationWatch: WatchedCollection = {
  name: 'recommendations',
  fields: ['assessment_id', 'user_id', 'superseded'],
  rule: recommendationChanges,
};

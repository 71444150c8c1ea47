import type { ChangeRule, WatchedCollection } from '../../cache/watch/index.js';
import type { DomainEvent } from '../../events/index.js';
import { type AssessmentId, isObjectId, type UserId } from '../../kernel/ids.js';

/** Nobody reads it: a transaction that only holds the assessment changes nothing else. */
const MARK = 'write_id';

/** What somebody who announced nothing did to an assessment: told for its owner before and its owner now. */
const assessmentChanges: ChangeRule = ({ operation, id, before, after, updated }) => {
  if (!isObjectId(id)) return []; // nothing of ours has such an id
  if (updated !== null && Object.keys(updated).every((field) => field === MARK)) return [];
  const assessmentId = id as AssessmentId; // checked in the line above
  const named = [before, after].flatMap((document) => document?.['user_id'] ?? []).map(String);
  const owners = new Set(named.filter(isObjectId));
  // An owner that nobody knows any more still had a detail that others may have read.
  if (owners.size === 0) owners.add('unknown');
  const type = (
    {
      insert: 'assessment.created',
      update: 'assessment.updated',
      replace: 'assessment.updated',
      delete: 'assessment.deleted',
    } as const
  )[operation];
  return [...owners].map((owner): DomainEvent => ({ type, assessmentId, userId: owner as UserId })); // an ObjectId's text
};

export const assessmentWatch: WatchedCollection = {
  name: 'assessments',
  fields: ['user_id'],
  rule: assessmentChanges,
};

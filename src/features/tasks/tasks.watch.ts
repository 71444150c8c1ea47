import type { ChangeRule, WatchedCollection } from '../../cache/watch/index.js';
import { type AssessmentId, isObjectId, type UserId } from '../../kernel/ids.js';

/** Nobody reads it: an attempt says with it that it is still there. */
const LEASE = 'lease_until';

/** What somebody who announced nothing did to a task: a step of its assessment's workflow. */
const taskChanges: ChangeRule = ({ before, after, updated }) => {
  if (updated !== null && Object.keys(updated).every((field) => field === LEASE)) return [];
  const document = after ?? before;
  const [assessmentId, userId] = [document?.['assessment_id'], document?.['user_id']].map(String);
  if (assessmentId === undefined || userId === undefined) return [];
  if (!isObjectId(assessmentId) || !isObjectId(userId)) return []; // nothing of ours has such ids
  return [
    {
      type: 'workflow.progressed',
      assessmentId: assessmentId as AssessmentId, // checked above, as the next
      userId: userId as UserId,
    },
  ];
};

export const taskWatch: WatchedCollection = {
  name: 'tasks',
  fields: ['assessment_id', 'user_id'],
  rule: taskChanges,
};

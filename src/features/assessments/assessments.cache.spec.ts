import { describe, expect, it } from '@jest/globals';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import { STATUSES } from './assessment.js';
import type { AssessmentDetail } from './assessment.dto.js';
import { assessmentDetails } from './assessments.cache.js';

const ID = '0123456789abcdef01234567' as AssessmentId; // well-formed
const USER = 'aaaaaaaaaaaaaaaaaaaaaaaa' as UserId; // well-formed
const request = (id: string) => ({
  params: { id },
  query: {},
  caller: { userId: USER, role: 'user' as const },
});

describe('the cache policy of the assessment detail', () => {
  it('keys and scopes by the id, in either case', () => {
    for (const id of [ID, ID.toUpperCase()]) {
      expect(assessmentDetails.key(request(id), '')).toBe(`assessment:${ID}:details`);
      expect(assessmentDetails.scope(request(id))).toBe(`assessment:${ID}`);
    }
  });

  it.each(['', 'x', `${ID}0`, '__proto__', '{a}', 'a\u0000'])('has no entry for %j', (id) => {
    expect(assessmentDetails.key(request(id), '')).toBeNull();
  });

  it('keeps what is in progress for a minute, everything else for five', () => {
    const ttls = STATUSES.map((status) => [status, assessmentDetails.ttlS({ status } as AssessmentDetail)]);
    expect(Object.fromEntries(ttls)).toEqual({
      draft: 300,
      in_progress: 60,
      agent_analysis: 300,
      generating_report: 300,
      completed: 300,
      failed: 300,
    });
  });

  it('is stale by what changes the detail, and by nothing else', () => {
    const { staleBy } = assessmentDetails;
    const event = { assessmentId: ID, userId: USER };
    expect(Object.keys(staleBy).toSorted()).toEqual([
      'assessment.deleted',
      'assessment.updated',
      'user.deleted',
      'workflow.progressed',
    ]);
    expect(staleBy['assessment.updated']?.({ type: 'assessment.updated', ...event })).toEqual([
      `assessment:${ID}`,
    ]);
    expect(staleBy['user.deleted']?.({ type: 'user.deleted', userId: USER, assessmentIds: [ID] })).toEqual([
      `assessment:${ID}`,
    ]);
  });
});

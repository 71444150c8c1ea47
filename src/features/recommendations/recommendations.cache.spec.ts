import { describe, expect, it } from '@jest/globals';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import { assessmentRecommendations } from './recommendations.cache.js';

const ID = '0123456789abcdef01234567' as AssessmentId; // well-formed
const USER = 'c'.repeat(24) as UserId; // well-formed
const request = (id: string, query: Record<string, unknown> = {}) => ({
  params: { assessment_id: id },
  query,
  caller: { userId: USER, role: 'user' as const },
});

describe('the cache policy of an assessment’s recommendations', () => {
  it('keys by the id, in either case, and by the ranking model’s version', () => {
    for (const id of [ID, ID.toUpperCase()]) {
      expect(assessmentRecommendations.key(request(id), '7')).toBe(`recommendations:${ID}:list:7`);
      expect(assessmentRecommendations.scope(request(id))).toBe(`recommendations:${ID}`);
    }
  });

  it.each(['', 'x', `${ID}0`, '{a}'])('has no entry for %j', (id) => {
    expect(assessmentRecommendations.key(request(id), '7')).toBeNull();
  });

  it('stores the whole list only', () => {
    const stored = (query: Record<string, unknown>) =>
      assessmentRecommendations.condition?.(request(ID, query));
    expect(stored({})).toBe(true);
    expect(stored({ agent_filter: undefined })).toBe(true);
    expect(stored({ confidence_min: 0 })).toBe(false);
    expect(stored({ agent_filter: 'cto_agent' })).toBe(false);
  });

  it('is stale after a regeneration or new answers, and gone with the assessment and its owner', () => {
    const { staleBy } = assessmentRecommendations;
    const concerned = [`recommendations:${ID}`];
    const event = { assessmentId: ID, userId: USER };
    expect(
      staleBy['recommendations.regenerated']?.({ type: 'recommendations.regenerated', ...event }),
    ).toEqual(concerned);
    expect(staleBy['assessment.updated']?.({ type: 'assessment.updated', ...event })).toEqual(concerned);
    expect(staleBy['assessment.deleted']?.({ type: 'assessment.deleted', ...event })).toEqual(concerned);
    const gone = { type: 'user.deleted', userId: USER, assessmentIds: [ID] } as const;
    expect(staleBy['user.deleted']?.(gone)).toEqual(concerned);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { Role } from '../../platform/security/roles.js';
import { overviewPolicy } from './dashboard.cache.js';

const USER = 'aaaaaaaaaaaaaaaaaaaaaaaa' as UserId; // well-formed
const ASSESSMENT = '0123456789abcdef01234567' as AssessmentId; // well-formed
const request = (query: Record<string, unknown> = {}, role: Role = 'user') => ({
  params: {},
  query,
  caller: { userId: USER, role },
});

describe('the cache policy of the overview', () => {
  it('keeps everyone’s apart from one’s own', () => {
    const own = { key: `dashboard:overview:${USER}`, scope: `dashboard:${USER}` };
    const all = { key: 'dashboard:overview:all', scope: 'dashboard:all' };
    for (const [query, expected] of [
      [{}, own],
      [{ scope: 'own', force_refresh: true }, own],
      [{ scope: 'all' }, all],
    ] as const) {
      expect({
        key: overviewPolicy.key(request(query), ''),
        scope: overviewPolicy.scope(request(query)),
      }).toEqual(expected);
    }
  });

  it('lets nobody see another’s, and analysts and up everyone’s', () => {
    const judge = (ownerId: string, role: Role) => () =>
      overviewPolicy.access(ownerId, request({}, role).caller);
    expect(judge(USER, 'viewer')).not.toThrow();
    expect(judge('b'.repeat(24), 'super_admin')).toThrow();
    expect(judge('all', 'user')).toThrow();
    expect(judge('all', 'analyst')).not.toThrow();
  });

  it('is stale by every event that a figure depends on: its owner’s and everyone’s', () => {
    const { staleBy } = overviewPolicy;
    const stale = [`dashboard:${USER}`, 'dashboard:all'];
    const event = { assessmentId: ASSESSMENT, userId: USER };
    expect(staleBy['assessment.created']?.({ type: 'assessment.created', ...event })).toEqual(stale);
    expect(staleBy['user.deleted']?.({ type: 'user.deleted', userId: USER, assessmentIds: [] })).toEqual(
      stale,
    );
    expect(Object.keys(staleBy).toSorted()).toEqual([
      'assessment.created',
      'assessment.deleted',
      'assessment.updated',
      'recommendations.regenerated',
      'user.deleted',
      'workflow.progressed',
    ]);
  });
});

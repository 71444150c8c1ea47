import { describe, expect, it } from '@jest/globals';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { Assessment } from './assessment.js';
import { newAssessment } from './assessment.changes.js';
import { assessmentDetail } from './assessment.dto.js';
import { toDetail } from './assessment.mapper.js';

const at = new Date('2026-01-02T03:04:05.678Z');
const assessment: Assessment = {
  ...newAssessment(
    {
      title: 'A shop',
      status: 'in_progress',
      business_requirements: { team_structure: { total_developers: 3 }, company_name: 'Veloce' },
    },
    {
      id: '0123456789abcdef01234567' as AssessmentId, // well-formed
      ownerId: 'aaaaaaaaaaaaaaaaaaaaaaaa' as UserId, // well-formed
      now: at,
      source: 'api',
    },
  ),
  agent_states: {
    cto_agent: { state: 'running', started_at: at, completed_at: null, error: null },
    compliance_agent: { state: 'waiting', started_at: null, completed_at: null, error: null },
  },
};

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

describe('the assessment on the wire', () => {
  it('fits the schema that is documented, key by key in its order', () => {
    const detail = toDetail(assessment);
    expect(assessmentDetail.parse(detail)).toEqual(detail);
    expect(Object.keys(detail)).toEqual(Object.keys(assessmentDetail.shape));
    expect(JSON.stringify(assessmentDetail.parse(detail))).toBe(JSON.stringify(detail));
  });

  it('has the same bytes in whatever order the document holds its keys', () => {
    const other = reversed(assessment) as Assessment; // the same keys
    expect(JSON.stringify(toDetail(other))).toBe(JSON.stringify(toDetail(assessment)));
  });

  it('says every time in UTC, and the progress twice', () => {
    expect(
      toDetail({ ...assessment, progress: { ...assessment.progress, progress_percentage: 40 } }),
    ).toMatchObject({
      created_at: '2026-01-02T03:04:05.678Z',
      started_at: '2026-01-02T03:04:05.678Z',
      completed_at: null,
      progress_percentage: 40,
      progress: { progress_percentage: 40 },
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Assessment } from './assessment.js';
import { UNBEGUN, withoutWorkflow, withStatus } from './assessment.lifecycle.js';

const early = new Date('2026-01-01T08:00:00Z');
const later = new Date('2026-01-02T08:00:00Z');
const now = new Date('2026-01-03T08:00:00Z');

describe('the status that a client sets', () => {
  it('starts and ends what goes straight from draft to completed', () => {
    expect(withStatus(UNBEGUN, 'completed', now)).toEqual({
      status: 'completed',
      started_at: now,
      completed_at: now,
    });
  });

  it('keeps the first start', () => {
    const begun = { status: 'in_progress', started_at: early, completed_at: null } as const;
    expect(withStatus(begun, 'in_progress', now)).toEqual(begun);
    expect(withStatus(begun, 'completed', now)).toEqual({
      status: 'completed',
      started_at: early,
      completed_at: now,
    });
  });

  it('keeps the time of an end that is set again, and takes a new one after a failure', () => {
    const ended = { status: 'completed', started_at: early, completed_at: later } as const;
    expect(withStatus(ended, 'completed', now)).toEqual(ended);
    const failed = { status: 'failed', started_at: early, completed_at: later } as const;
    expect(withStatus(failed, 'completed', now).completed_at).toBe(now);
  });

  it('reopens: no end any more; and forgets both times in draft', () => {
    const ended = { status: 'completed', started_at: early, completed_at: later } as const;
    expect(withStatus(ended, 'in_progress', now)).toEqual({
      status: 'in_progress',
      started_at: early,
      completed_at: null,
    });
    expect(withStatus(ended, 'draft', now)).toEqual(UNBEGUN);
  });

  it.each(['agent_analysis', 'generating_report'] as const)('is refused in %s', (status) => {
    expect(() => withStatus({ status, started_at: early, completed_at: null }, 'draft', now)).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'workflow_running' }),
    );
  });
});

describe('an assessment whose workflow is gone', () => {
  const of = (fields: Partial<Assessment>) => withoutWorkflow(fields as Assessment, now); // all that is looked at

  it('is what it was before', () => {
    const before = { status: 'in_progress', started_at: early } as Assessment['before_workflow'];
    expect(of({ status: 'generating_report', before_workflow: before ?? null })).toEqual({
      status: 'in_progress',
      started_at: early,
      before_workflow: null,
      updated_at: now,
    });
  });

  it('has failed where that was not kept', () => {
    expect(of({ status: 'agent_analysis' })).toMatchObject({ status: 'failed', completed_at: null });
  });

  it.each(['draft', 'in_progress', 'completed', 'failed'] as const)(
    'is left alone where none ran: %s',
    (status) => {
      expect(of({ status })).toBeNull();
    },
  );
});

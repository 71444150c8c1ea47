import { describe, expect, it } from '@jest/globals';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import {
  begun,
  cancelled,
  changed,
  failed,
  handedBack,
  isActive,
  moved,
  postponed,
  type StoredTask,
  succeeded,
} from './task.changes.js';
import { toDetail, toPastDetail } from './task.mapper.js';
import { TASK_STATES, type TaskId } from './task.js';

const NOW = new Date('2026-01-01T00:00:00Z');

function aTask(fields: Partial<StoredTask> = {}): StoredTask {
  return {
    id: 'a'.repeat(24) as TaskId,
    kind: 'work',
    assessmentId: 'b'.repeat(24) as AssessmentId,
    userId: 'c'.repeat(24) as UserId,
    input: null,
    state: 'PENDING',
    currentStep: null,
    progress: 0,
    message: '',
    attempt: 0,
    result: null,
    error: null,
    sequence: 1,
    createdAt: NOW,
    startedAt: null,
    endedAt: null,
    claim: null,
    faults: 0,
    history: [],
    ...fields,
  };
}

describe('the changes of a task', () => {
  it('are numbered, and the last hundred are kept', () => {
    let task = aTask();
    for (let step = 0; step < 150; step += 1) {
      task = changed(task, moved(task, { currentStep: 's', progress: step, message: '' }));
    }
    expect(task.sequence).toBe(151);
    expect(task.history.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 52),
    );
  });

  it('move forward only within an attempt, and anew in the next one', () => {
    const begunTask = changed(aTask({ progress: 60 }), begun(aTask({ progress: 60 }), 'claim', NOW));
    expect(begunTask).toMatchObject({ progress: 0, attempt: 1, claim: 'claim', startedAt: NOW });
    const step = (progress: number) => ({ currentStep: 's', progress, message: '' });
    const at70 = changed(begunTask, moved(begunTask, step(70)));
    expect(moved(at70, step(20)).progress).toBe(70);
    expect(moved(at70, step(120)).progress).toBe(100);
    expect(moved(at70, step(Number.NaN)).progress).toBe(70);
    const later = new Date(NOW.getTime() + 1);
    expect(begun(at70, 'other', later)).toMatchObject({ attempt: 2, startedAt: NOW, progress: 0 });
  });

  it('take the claim away at every end, and whenever another attempt may begin', () => {
    const ends = [
      succeeded({}, NOW),
      failed('x', NOW),
      cancelled(NOW),
      postponed(aTask(), 500),
      handedBack(),
    ];
    expect(ends.map(({ claim }) => claim)).toEqual([null, null, null, null, null]);
    expect(postponed(aTask({ faults: 2 }), 500).faults).toBe(3);
    expect(handedBack().faults).toBeUndefined();
  });

  it('are over with success, failure and cancellation', () => {
    expect(TASK_STATES.filter((state) => !isActive(state))).toEqual(['SUCCESS', 'FAILURE', 'CANCELLED']);
  });
});

describe('a task on the wire', () => {
  it('has a result only if it was successful, and an error only if it failed', () => {
    const shown = (fields: Partial<StoredTask>) => Object.keys(toDetail(aTask(fields)));
    expect(shown({ state: 'SUCCESS', result: 1 })).toContain('result');
    expect(shown({ state: 'FAILURE', error: 'x' })).toContain('error');
    for (const state of ['PENDING', 'RETRY', 'CANCELLED'] as const) {
      expect(shown({ state, result: 1, error: 'x' })).toEqual(
        expect.not.arrayContaining(['result', 'error']),
      );
    }
  });

  it('is shown as it was in each of its states', () => {
    const running = changed(aTask(), begun(aTask(), 'claim', NOW));
    const ended = changed(running, succeeded({ n: 1 }, NOW));
    const shown = ended.history.map((moment) => toPastDetail(ended, moment));
    expect(shown.map(({ state, result }) => [state, result])).toEqual([
      ['STARTED', undefined],
      ['SUCCESS', { n: 1 }],
    ]);
  });
});

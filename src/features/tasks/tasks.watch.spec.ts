import { describe, expect, it } from '@jest/globals';
import { taskChanges } from './tasks.watch.js';

const ASSESSMENT = 'a'.repeat(24);
const USER = 'b'.repeat(24);
const document = { assessment_id: ASSESSMENT, user_id: USER };
const change = { collection: 'tasks', id: 'c'.repeat(24), before: null, after: null, updated: null };
const progressed = [{ type: 'workflow.progressed', assessmentId: ASSESSMENT, userId: USER }];

describe('what somebody did to a task without a word', () => {
  it('is a step of its assessment’s workflow', () => {
    expect(taskChanges({ ...change, operation: 'insert', after: document })).toEqual(progressed);
    expect(
      taskChanges({ ...change, operation: 'update', after: document, updated: { state: 'SUCCESS' } }),
    ).toEqual(progressed);
    expect(taskChanges({ ...change, operation: 'delete', before: document })).toEqual(progressed);
  });

  it('is nothing where an attempt only says that it is still there', () => {
    const updated = { lease_until: new Date() };
    expect(taskChanges({ ...change, operation: 'update', after: document, updated })).toEqual([]);
  });

  it('is nothing where the document names no assessment', () => {
    expect(taskChanges({ ...change, operation: 'delete' })).toEqual([]);
    expect(
      taskChanges({ ...change, operation: 'insert', after: { assessment_id: 'x', user_id: USER } }),
    ).toEqual([]);
  });
});

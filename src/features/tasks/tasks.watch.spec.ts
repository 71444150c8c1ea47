import { describe, expect, it } from '@jest/globals';
import { taskWatch } from './tasks.watch.js';

const ASSESSMENT = 'a'.repeat(24);
const USER = 'b'.repeat(24);
const document = { assessment_id: ASSESSMENT, user_id: USER };
const change = { collection: 'tasks', id: 'c'.repeat(24), before: null, after: null, updated: null };
const progressed = [{ type: 'workflow.progressed', assessmentId: ASSESSMENT, userId: USER }];

describe('what somebody did to a task without a word', () => {
  it('is a step of its assessment’s workflow', () => {
    expect(taskWatch.rule({ ...change, operation: 'insert', after: document })).toEqual(progressed);
    expect(
      taskWatch.rule({ ...change, operation: 'update', after: document, updated: { state: 'SUCCESS' } }),
    ).toEqual(progressed);
    expect(taskWatch.rule({ ...change, operation: 'delete', before: document })).toEqual(progressed);
  });

  it('is nothing where an attempt only says that it is still there', () => {
    const updated = { lease_until: new Date() };
    expect(taskWatch.rule({ ...change, operation: 'update', after: document, updated })).toEqual([]);
  });

  it('is nothing where the document names no assessment', () => {
    expect(taskWatch.rule({ ...change, operation: 'delete' })).toEqual([]);
    expect(
      taskWatch.rule({ ...change, operation: 'insert', after: { assessment_id: 'x', user_id: USER } }),
    ).toEqual([]);
  });
});

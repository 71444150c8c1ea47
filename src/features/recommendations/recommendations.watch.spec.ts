import { describe, expect, it } from '@jest/globals';
import { recommendationWatch } from './recommendations.watch.js';

const [ASSESSMENT, OTHER, USER] = ['a', 'b', 'c'].map((digit) => digit.repeat(24));
const document = { assessment_id: ASSESSMENT, user_id: USER };
const told = { type: 'recommendations.regenerated', assessmentId: ASSESSMENT, userId: USER };
const change = {
  collection: 'recommendations',
  operation: 'update' as const,
  id: 'd'.repeat(24),
  before: null,
  after: null,
  updated: null,
};

describe('a change of a recommendation', () => {
  it('is one of its assessment’s set, told once', () => {
    expect(recommendationWatch.rule({ ...change, before: document, after: document })).toEqual([told]);
    expect(recommendationWatch.rule({ ...change, operation: 'insert', after: document })).toEqual([told]);
    expect(recommendationWatch.rule({ ...change, operation: 'delete', before: document })).toEqual([told]);
  });

  it('that moves it to another assessment concerns both', () => {
    const after = { ...document, assessment_id: OTHER };
    expect(recommendationWatch.rule({ ...change, before: document, after })).toEqual([
      told,
      { ...told, assessmentId: OTHER },
    ]);
  });

  it('that deletes what a run marked before tells nothing: the mark has told it', () => {
    const before = { ...document, superseded: true };
    expect(recommendationWatch.rule({ ...change, operation: 'delete', before })).toEqual([]);
    expect(recommendationWatch.rule({ ...change, before: document, after: before })).toEqual([told]);
  });

  it.each([{}, { assessment_id: 'x', user_id: USER }, { assessment_id: ASSESSMENT }])(
    'to something that is none of ours (%j) concerns nobody',
    (after) => {
      expect(recommendationWatch.rule({ ...change, after })).toEqual([]);
    },
  );
});

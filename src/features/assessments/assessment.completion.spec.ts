import { describe, expect, it } from '@jest/globals';
import { completionPercentage, QUESTIONS } from './assessment.completion.js';

const nothing = {
  description: null,
  business_goal: null,
  business_requirements: null,
  technical_requirements: null,
};

/** An assessment in which exactly these questions have the answer `value`. */
function answering(paths: readonly (readonly string[])[], value: unknown): typeof nothing {
  const root: Record<string, unknown> = { ...nothing };
  for (const path of paths) {
    let at = root;
    for (const name of path.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>; // made in this line
    at[path.at(-1) ?? ''] = value;
  }
  return root as typeof nothing; // the tests look at answers, not at their types
}

describe('completeness', () => {
  it('is 0 without an answer and 100 with all of them', () => {
    expect(completionPercentage(nothing)).toBe(0);
    expect(completionPercentage(answering(QUESTIONS, 'yes'))).toBe(100);
  });

  it('is 100 only with all of them: it rounds down', () => {
    for (const missing of QUESTIONS) {
      const rest = QUESTIONS.filter((path) => path !== missing);
      expect(completionPercentage(answering(rest, 'yes'))).toBe(98);
    }
  });

  it('grows with every answer and counts each question alike', () => {
    const shares = QUESTIONS.map((_, index) =>
      completionPercentage(answering(QUESTIONS.slice(0, index + 1), 0)),
    );
    expect(shares).toEqual(QUESTIONS.map((_, index) => Math.floor(((index + 1) * 100) / QUESTIONS.length)));
  });

  it('asks each single field of the two blocks, a list as one, and not the notes', () => {
    const names = QUESTIONS.map((path) => path.join('.'));
    expect(names).toHaveLength(59);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('business_requirements.business_goals');
    expect(names).toContain('technical_requirements.security_requirements.waf_required');
    expect(names).not.toContain('business_requirements.additional_notes');
    expect(names).not.toContain('title');
  });

  it.each([[false], [0], ['x'], [['x']], [[{ goal: 'x', priority: null }]]])(
    'takes %j for an answer',
    (value) => {
      expect(completionPercentage(answering(QUESTIONS, value))).toBe(100);
    },
  );

  it.each([[null], [undefined], [''], [' \n'], [[]], [['']], [[{ goal: null, success_metrics: [] }]]])(
    'does not take %j for an answer',
    (value) => {
      expect(completionPercentage(answering(QUESTIONS, value))).toBe(0);
    },
  );
});

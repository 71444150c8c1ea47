import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { inOrder, inputOf, outputOf, questionPaths, type Questions } from './questions.js';

const table = {
  name: z.string(),
  team: { size: z.number(), lead: z.string() },
  goals: [{ goal: z.string(), metrics: z.array(z.string()) }],
} satisfies Questions;
const input = inputOf(table);
const output = outputOf(table);

describe('a table of questions', () => {
  it('takes any part of the answers, null for none, and refuses what it does not ask', () => {
    for (const answers of [
      {},
      { name: null },
      { team: {} },
      { team: null },
      { goals: [] },
      { goals: [{ goal: 'x' }] },
    ]) {
      expect(input.safeParse(answers).success).toBe(true);
    }
    for (const answers of [
      { colour: 1 },
      { team: { colour: 1 } },
      { goals: [{ colour: 1 }] },
      { goals: {} },
      [],
      'x',
    ]) {
      expect(input.safeParse(answers).success).toBe(false);
    }
    expect(input.safeParse({ goals: Array(51).fill({}) }).success).toBe(false);
  });

  it('answers every question, in the table’s order, whatever was stored', () => {
    const stored = { goals: [{ metrics: ['m'], more: 1 }], team: { lead: 'Ada' }, more: { than: 'asked' } };
    const answer = inOrder(table, stored);
    expect(JSON.stringify(answer)).toBe(
      '{"name":null,"team":{"size":null,"lead":"Ada"},"goals":[{"goal":null,"metrics":["m"]}]}',
    );
    expect(output.parse(answer)).toEqual(answer);
    expect(input.parse(answer)).toEqual(answer);
  });

  it.each([[null], [undefined], ['text'], [[1]]])('answers null where %j is stored for a block', (stored) => {
    expect(inOrder(table, stored)).toBeNull();
  });

  it('lists its questions, a list as one', () => {
    expect(questionPaths(table, ['block']).map((path) => path.join('.'))).toEqual([
      'block.name',
      'block.team.size',
      'block.team.lead',
      'block.goals',
    ]);
  });
});

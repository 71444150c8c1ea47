import { type AnswerPath, answerAt, isGiven } from '../advice/answer-paths.js';
import type { Answers } from '../advice/situation.js';

const LONGEST_VALUE = 120;

/** A reason: names the answer, its value and what follows from it; where it is missing, what is assumed instead. */
export function because(
  answers: Answers,
  path: AnswerPath,
  consequence: string,
  assumed = consequence,
): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isGiven(answers, path)
    ? `${name} is ${shown(answerAt(answers, path))}: ${consequence}`
    : `${name} is not answered: ${assumed}`;
}

/** A whole number as people read it: 12,400. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Names as a sentence has them: "a, b and c". */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `1 person`, `2 people`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en-US');
  const text = Array.isArray(value) ? value.map(shownItem).join(', ') : String(value);
  const characters = Array.from(text);
  return characters.length <= LONGEST_VALUE ? text : `${characters.slice(0, LONGEST_VALUE - 1).join('')}…`;
}

function shownItem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  return 'goal' in item && typeof item.goal === 'string' ? item.goal : JSON.stringify(item);
}

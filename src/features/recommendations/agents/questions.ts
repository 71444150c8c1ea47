import type { OpenQuestion } from '../advice/open-question.js';
import type { Advice } from '../recommendation.js';
import type { Findings } from './agent.js';

/** Advice with the questions that it asks. */
export function findingsOf(advice: readonly Advice[]): Findings {
  return { advice, questions: questionsOf(advice) };
}

/** The questions that the advice asks, each once and in the order of their paths. */
function questionsOf(advice: readonly Advice[]): readonly OpenQuestion[] {
  const byPath = new Map<string, OpenQuestion>();
  for (const { recommendation_data: data } of advice) {
    const asked = data['questions'];
    if (!Array.isArray(asked)) continue;
    for (const question of asked as readonly OpenQuestion[]) byPath.set(question.path, question); // as adviceOf wrote them
  }
  return [...byPath.keys()].toSorted().flatMap((path) => byPath.get(path) ?? []);
}

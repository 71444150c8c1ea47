import type { OpenQuestion } from '../advice/open-question.js';
import type { Advice } from '../recommendation.js';
import type { Findings } from './agent.js';

/**
 * Advice with the questions that it asks, each once and in the order of their paths.
 * @param more questions of the whole run, where an agent asks them
 */
export function findingsOf(advice: readonly Advice[], more: readonly OpenQuestion[] = []): Findings {
  const asked = [...more, ...advice.flatMap(questionsIn)];
  const byPath = new Map(asked.map((question) => [question.path, question]));
  return { advice, questions: [...byPath.keys()].toSorted().flatMap((path) => byPath.get(path) ?? []) };
}

function questionsIn({ recommendation_data: data }: Advice): readonly OpenQuestion[] {
  const asked = data['questions'];
  return Array.isArray(asked) ? (asked as readonly OpenQuestion[]) : []; // as adviceOf wrote them
}

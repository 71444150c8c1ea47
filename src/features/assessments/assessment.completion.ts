import type { AssessmentAnswers } from './assessment.js';
import { businessQuestions, technicalQuestions } from './assessment.questions.js';
import { questionPaths } from './questions.js';

/** Room for what was not asked: nobody is less complete for having nothing to add. */
const NOT_A_QUESTION = 'business_requirements.additional_notes';

/** All questions that completeness counts, as paths into an assessment: the one list of them. */
export const QUESTIONS: readonly (readonly string[])[] = [
  ['description'],
  ['business_goal'],
  ...questionPaths(businessQuestions, ['business_requirements']),
  ...questionPaths(technicalQuestions, ['technical_requirements']),
].filter((path) => path.join('.') !== NOT_A_QUESTION);

/** The share of the questions that are answered: 0 to 100, rounded down, so that 100 means all. */
export function completionPercentage(
  answers: Pick<
    AssessmentAnswers,
    'description' | 'business_goal' | 'business_requirements' | 'technical_requirements'
  >,
): number {
  const answered = QUESTIONS.filter((path) => isAnswered(at(answers, path))).length;
  return Math.floor((answered * 100) / QUESTIONS.length);
}

/** An empty list, a blank text and an item without content are no answers; `false` and 0 are. */
function isAnswered(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object') return Object.values(value).some(isAnswered);
  return true;
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[name]; // an object, as the line above found
  }
  return found;
}

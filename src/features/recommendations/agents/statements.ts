import type { Answers } from '../advice/situation.js';

/** Something that the client wrote in own words, and where. */
export interface Statement {
  /** The answer's name. */
  readonly source: string;
  readonly text: string;
}

/** All that was said in own words about what is wanted and what hurts. */
export function statementsOf(answers: Answers): readonly Statement[] {
  const { business } = answers;
  return [
    { source: 'title', text: answers.title },
    ...(answers.businessGoal === null ? [] : [{ source: 'business_goal', text: answers.businessGoal }]),
    ...(business.business_goals ?? []).flatMap(({ goal, success_metrics: metrics }) =>
      [goal ?? '', ...(metrics ?? [])].map((text) => ({ source: 'business_goals', text })),
    ),
    ...(business.current_pain_points ?? []).map((text) => ({ source: 'current_pain_points', text })),
    ...(business.success_criteria ?? []).map((text) => ({ source: 'success_criteria', text })),
    ...(business.additional_notes == null
      ? []
      : [{ source: 'additional_notes', text: business.additional_notes }]),
  ].filter(({ text }) => text.trim() !== '');
}

/** The statements in which a word begins with one of these. */
export function naming(
  statements: readonly Statement[],
  beginnings: readonly string[],
): readonly Statement[] {
  return statements.filter(({ text }) => {
    const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return beginnings.some((beginning) => words.some((word) => word.startsWith(beginning)));
  });
}

/** `current_pain_points says "Search finds titles only"`, shortened. */
export function quoted({ source, text }: Statement): string {
  const characters = Array.from(text.replaceAll(/\s+/g, ' '));
  return `${source} says "${characters.length <= 140 ? characters.join('') : `${characters.slice(0, 139).join('')}…`}"`;
}

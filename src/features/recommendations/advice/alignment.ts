import type { Priority } from '../../assessments/index.js';
import { rounded } from './confidence.js';
import type { Answers } from './situation.js';
import { type Theme, THEMES, themesOf } from './themes.js';

/** How strongly an advice serves a theme, 0 to 1. */
export type Serves = Readonly<Partial<Record<Theme, number>>>;

const PRIORITY_WEIGHT: Readonly<Record<Priority, number>> = { low: 1, medium: 2, high: 3, critical: 4 };
const TEXT_WEIGHT = 2;
const REGULATION_WEIGHT = 3;
const COST_WEIGHT = { low: 1, medium: 2, high: 4 } as const;
const STRICT_UPTIME = 99.9;
/** Nobody stated a goal: neither served nor missed. */
const NOTHING_STATED = 0.5;

/**
 * How much an advice serves what was stated: the demand for the themes that it serves, weighted by how strongly it
 * serves them, against the demand for the theme that is wanted most. README.md in `agents` has the formula.
 */
export function alignmentOf(answers: Answers, serves: Serves): number {
  const demand = demandOf(answers);
  const most = Math.max(...THEMES.map((theme) => demand[theme]));
  if (most === 0) return NOTHING_STATED;
  let served = 0;
  let strengths = 0;
  for (const theme of THEMES) {
    const strength = serves[theme] ?? 0;
    served += strength * demand[theme];
    strengths += strength;
  }
  return strengths === 0 ? 0 : rounded(served / (strengths * most));
}

/** How much each theme is wanted: by goals, pain points, criteria, priorities, regulations and required measures. */
export function demandOf(answers: Answers): Readonly<Record<Theme, number>> {
  const demand = Object.fromEntries(THEMES.map((theme) => [theme, 0])) as Record<Theme, number>; // all of them
  const add = (text: string | null | undefined, weight: number): void => {
    for (const theme of themesOf(text ?? '')) demand[theme] += weight;
  };
  const { business, technical, priority } = answers;
  add(answers.businessGoal, PRIORITY_WEIGHT[priority]);
  for (const goal of business.business_goals ?? []) {
    const weight = PRIORITY_WEIGHT[goal.priority ?? 'medium'];
    add([goal.goal, ...(goal.success_metrics ?? [])].join(' '), weight);
  }
  for (const text of business.current_pain_points ?? []) add(text, TEXT_WEIGHT);
  for (const text of business.success_criteria ?? []) add(text, TEXT_WEIGHT);
  const thrift = business.budget_constraints?.cost_optimization_priority;
  if (thrift) demand.cost += COST_WEIGHT[thrift];
  if (business.urgency_level) demand.delivery += PRIORITY_WEIGHT[business.urgency_level];
  const regulations = (business.compliance_requirements ?? []).filter((name) => name !== 'none').length;
  demand.compliance += regulations * REGULATION_WEIGHT;
  const measures = Object.values(technical.security_requirements ?? {}).filter(Boolean).length;
  demand.security += Math.min(measures / 2, 2 * REGULATION_WEIGHT); // fifteen ticks are not fifteen goals
  if ((technical.performance_requirements?.uptime_percentage ?? 0) >= STRICT_UPTIME) demand.reliability += 3;
  if (technical.scalability_requirements?.auto_scaling_required) demand.scalability += 2;
  return demand;
}

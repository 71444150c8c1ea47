import type { Priority } from '../../assessments/index.js';
import { rounded } from './confidence.js';
import type { Answers } from './situation.js';

export const THEMES = [
  'cost',
  'reliability',
  'performance',
  'scalability',
  'security',
  'compliance',
  'delivery',
  'operations',
  'insight',
  'sustainability',
] as const;
/** What a goal can be about, and what an advice can serve. */
export type Theme = (typeof THEMES)[number];

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

/** Beginnings of words that show what a text is about. */
const WORDS: Readonly<Record<Theme, readonly string[]>> = {
  cost: [
    'cost',
    'cheap',
    'budget',
    'bill',
    'pay',
    'spend',
    'saving',
    'save',
    'price',
    'expens',
    'licen',
    'half of',
  ],
  reliability: [
    'reliab',
    'availab',
    'uptime',
    'downtime',
    'outage',
    'fail',
    'crash',
    'recover',
    'backup',
    'disaster',
    'lost',
    'lose',
    'loss',
    'resilien',
    'interrupt',
    'unplanned',
    'survive',
    'restore',
  ],
  performance: [
    'fast',
    'slow',
    'latency',
    'respon',
    'performan',
    'second',
    'ms',
    'p95',
    'p99',
    'speed',
    'quick',
    'bottleneck',
    'timeout',
    'real-time',
    'lag',
    'minutes',
    'crawl',
  ],
  scalability: [
    'scal',
    'grow',
    'peak',
    'capacity',
    'load',
    'surge',
    'season',
    'demand',
    'users',
    'traffic',
    'expan',
    'spike',
    'elastic',
    'volume',
    'triple',
    'double',
  ],
  security: [
    'secur',
    'breach',
    'attack',
    'encrypt',
    'vulnerab',
    'access',
    'threat',
    'ransom',
    'phish',
    'fraud',
    'intrusion',
    'penetration',
    'leak',
    'password',
  ],
  compliance: [
    'complian',
    'audit',
    'gdpr',
    'hipaa',
    'pci',
    'soc',
    'iso',
    'regulat',
    'privacy',
    'certif',
    'residency',
    'ccpa',
    'protection',
    'sovereign',
    'legal',
    'law',
    'consent',
  ],
  delivery: [
    'launch',
    'market',
    'deploy',
    'release',
    'deliver',
    'deadline',
    'time to',
    'ship',
    'migrat',
    'move',
    'moderni',
    'before',
    'replace',
    'rollout',
    'pilot',
  ],
  operations: [
    'operat',
    'monitor',
    'manual',
    'by hand',
    'automat',
    'maint',
    'alert',
    'on call',
    'on-call',
    'incident',
    'patch',
    'engineer',
    'visib',
    'observ',
    'maintain',
    'hardware',
    'upgrade',
  ],
  insight: [
    'analy',
    'report',
    'insight',
    'dashboard',
    'predict',
    'forecast',
    'model',
    'machine',
    'learning',
    'ai',
    'recommend',
    'personal',
    'data',
    'detect',
    'search',
    'classif',
  ],
  sustainability: ['sustainab', 'carbon', 'energy', 'green', 'emission', 'climate', 'co2'],
};

/** Up to this length a beginning must be the whole word: "ai" is not in "aim". */
const WHOLE_WORD = 3;

function themesOf(text: string): readonly Theme[] {
  const plain = text.toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}-]+/u);
  return THEMES.filter((theme) =>
    WORDS[theme].some((start) => {
      if (start.includes(' ')) return plain.includes(start);
      return words.some((word) => (start.length <= WHOLE_WORD ? word === start : word.startsWith(start)));
    }),
  );
}

import type { Document } from './documents.js';

/** The overview as somebody would work it out who has every document before him: no code of the service, no floats. */
export function figuresOf(assessments: readonly Document[], recommendations: readonly Document[]) {
  const statuses = assessments.map(({ status }) => String(status));
  const completed = statuses.filter((status) => status === 'completed').length;
  const completions = numbers(assessments, 'completion_percentage');
  const confidences = numbers(recommendations, 'confidence_score');
  const weekAgo = Date.now() - 7 * 24 * 3_600_000;
  const changes = [...assessments, ...recommendations].map((each) => time(each, 'updated_at'));
  return {
    overview: {
      total_assessments: assessments.length,
      completed_assessments: completed,
      in_progress_assessments: statuses.filter((status) => RUNNING.has(status)).length,
      draft_assessments: statuses.filter((status) => status === 'draft').length,
      completion_rate: rounded(BigInt(completed) * 100n, BigInt(assessments.length), 2),
      average_completion: mean(completions, 2),
      recent_assessments_7d: assessments.filter((each) => time(each, 'created_at') >= weekAgo).length,
    },
    recommendations: {
      total_recommendations: recommendations.length,
      total_monthly_cost_potential: sumOfMoney(recommendations),
      average_confidence: mean(confidences, 4),
      high_priority_count: recommendations.filter(({ priority }) => HIGH.has(String(priority))).length,
      by_category: byCategory(recommendations),
      top: last(recommendations, ['confidence_score', 'created_at'], 5).map((each) => ({
        id: String(each['_id']),
        assessment_id: String(each['assessment_id']),
        title: each['title'],
        category: each['category'],
        confidence_score: each['confidence_score'],
        total_estimated_monthly_cost: each['total_estimated_monthly_cost'],
      })),
    },
    recent_activity: last(assessments, ['updated_at'], 10).map((each) => ({
      type: activityOf(each),
      assessment_id: String(each['_id']),
      title: each['title'],
      at: new Date(time(each, 'updated_at')).toISOString(),
    })),
    last_updated: changes.length === 0 ? null : new Date(Math.max(...changes)).toISOString(),
  };
}

const RUNNING = new Set(['in_progress', 'agent_analysis', 'generating_report']);
const HIGH = new Set(['high', 'critical']);

function activityOf(each: Document): string {
  if (time(each, 'created_at') === time(each, 'updated_at')) return 'assessment_created';
  const status = String(each['status']);
  if (status === 'failed') return 'workflow_failed';
  if (status === 'agent_analysis' || status === 'generating_report') return 'workflow_progressed';
  const ended =
    each['completed_at'] instanceof Date && time(each, 'completed_at') === time(each, 'updated_at');
  return status === 'completed' && ended ? 'assessment_completed' : 'assessment_updated';
}

function byCategory(recommendations: readonly Document[]): { category: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { category } of recommendations) {
    counts.set(String(category), (counts.get(String(category)) ?? 0) + 1);
  }
  return [...counts]
    .map(([category, count]) => ({ category, count }))
    .toSorted((one, other) => other.count - one.count || (one.category < other.category ? -1 : 1));
}

function sumOfMoney(recommendations: readonly Document[]): string {
  let sum = 0n;
  for (const { total_estimated_monthly_cost: cost } of recommendations)
    sum += BigInt(String(cost).replace('.', ''));
  return `${sum / 100n}.${String(sum % 100n).padStart(2, '0')}`;
}

/** The greatest by these fields, and by `_id` where they are equal. */
function last(documents: readonly Document[], fields: readonly string[], count: number): Document[] {
  const rank = (each: Document): readonly (number | string)[] => [
    ...fields.map((field) => (each[field] instanceof Date ? time(each, field) : Number(each[field]))),
    String(each['_id']),
  ];
  return documents
    .toSorted((one, other) => {
      const [ranks, others] = [rank(one), rank(other)];
      const at = ranks.findIndex((value, place) => value !== others[place]);
      return (ranks[at] ?? 0) < (others[at] ?? 0) ? 1 : -1;
    })
    .slice(0, count);
}

const SCALE = 15;

function numbers(documents: readonly Document[], field: string): number[] {
  return documents.map((each) => each[field]).filter((value) => typeof value === 'number');
}

/** Exact: each number counts as the decimal of fifteen digits that it is written as. */
function mean(values: readonly number[], places: number): number {
  let sum = 0n;
  for (const value of values) {
    const [whole = '0', digits = ''] = Number(value.toPrecision(SCALE)).toFixed(SCALE).split('.');
    sum += BigInt(whole + digits);
  }
  return rounded(sum, BigInt(values.length) * 10n ** BigInt(SCALE), places);
}

/** `dividend / divisor`, half to even; 0 of nothing. */
function rounded(dividend: bigint, divisor: bigint, places: number): number {
  if (divisor === 0n) return 0;
  const scaled = dividend * 10n ** BigInt(places);
  const [whole, rest] = [scaled / divisor, scaled % divisor];
  const up = 2n * rest > divisor || (2n * rest === divisor && whole % 2n === 1n);
  return Number(whole + (up ? 1n : 0n)) / 10 ** places;
}

function time(each: Document, field: string): number {
  const value = each[field];
  if (!(value instanceof Date)) throw new Error(`${field} is no date`);
  return value.getTime();
}

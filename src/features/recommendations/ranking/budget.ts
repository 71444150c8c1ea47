import type { BusinessRequirements } from '../../assessments/index.js';

type Constraints = NonNullable<BusinessRequirements['budget_constraints']>;

const MONTHS = 12;
/** The upper end of each range, in dollars a year; of the open one, twice its lower end. */
const YEARLY = {
  under_10k: 10_000,
  '10k_50k': 50_000,
  '50k_100k': 100_000,
  '100k_500k': 500_000,
  '500k_1m': 1_000_000,
  over_1m: 2_000_000,
} as const;

/** Dollars a month, to compare costs with (not exact: no amount is made of it); null where nobody said. */
export function budgetOf(constraints: Constraints | null | undefined): number | null {
  const { monthly_budget_limit: limit, total_budget_range: range } = constraints ?? {};
  if (limit !== null && limit !== undefined) return Number(limit);
  return range === null || range === undefined ? null : YEARLY[range] / MONTHS;
}

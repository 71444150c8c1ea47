import { decimal, sumOf, type Usd, ZERO_USD } from '../../../../kernel/money.js';
import type { Situation } from '../../advice/situation.js';
import type { RecommendedService } from '../../recommendation.js';
import { costAt } from './cost-model.js';

export const MONTHS = 36;
const MONTHS_PER_YEAR = 12;
/** Growth beyond doubling is believed for the year that it was stated for, and not for the two after it. */
const MOST_LATER_GROWTH = 1;

/** The growth that was stated, times a factor. */
export const SCENARIOS = [
  { name: 'slow', growthMultiplier: 0.5 },
  { name: 'expected', growthMultiplier: 1 },
  { name: 'fast', growthMultiplier: 2 },
] as const;
export type ScenarioName = (typeof SCENARIOS)[number]['name'];

/** One month, by the names of the wire. */
export interface MonthRow {
  readonly month: number;
  readonly peak_requests_per_second: number;
  readonly instances: number;
  readonly vcpu: number;
  readonly memory_gib: number;
  readonly storage_gib: number;
  readonly monthly_cost: string;
}

export interface Scenario {
  readonly name: ScenarioName;
  readonly growthMultiplier: number;
  /** 0.5 being fifty percent; of the first year, and of each after it. */
  readonly growth: { readonly firstYear: number; readonly later: number };
  readonly rows: readonly MonthRow[];
  /** Of each month, as in the rows. */
  readonly costs: readonly Usd[];
  /** Of months 1 to 36. */
  readonly total: Usd;
}

/** Months 0 to 36 of each scenario, with what the services cost at the capacity of that month. */
export function simulate(situation: Situation, services: readonly RecommendedService[]): readonly Scenario[] {
  return SCENARIOS.map((scenario) => scenarioOf(situation, services, scenario));
}

function scenarioOf(
  { sizing }: Situation,
  services: readonly RecommendedService[],
  { name, growthMultiplier }: (typeof SCENARIOS)[number],
): Scenario {
  const firstYear = sizing.yearlyGrowth * growthMultiplier;
  const growth = { firstYear, later: Math.min(firstYear, MOST_LATER_GROWTH) };
  const months = Array.from({ length: MONTHS + 1 }, (_, month) => {
    const capacity = sizing.capacityAt(month, yearlyRate(growth, month));
    return { month, capacity, cost: costAt(services, sizing.now, capacity) };
  });
  const costs = months.map(({ cost }) => cost);
  return {
    name,
    growthMultiplier,
    growth,
    rows: months.map(({ month, capacity, cost }) => ({
      month,
      peak_requests_per_second: places(capacity.peakRequestsPerSecond),
      instances: capacity.instances,
      vcpu: places(capacity.vcpu),
      memory_gib: places(capacity.memoryGib),
      storage_gib: capacity.storageGib,
      monthly_cost: decimal(cost),
    })),
    costs,
    total: sumOf(costs.slice(1)),
  };
}

/** The one rate a year that in so many months comes to the same as the first year's and then the later ones'. */
export function yearlyRate(growth: Scenario['growth'], months: number): number {
  if (months <= MONTHS_PER_YEAR) return growth.firstYear;
  const years = months / MONTHS_PER_YEAR;
  return ((1 + growth.firstYear) * (1 + growth.later) ** (years - 1)) ** (1 / years) - 1;
}

/** The first month that costs more; null where none does. */
export function firstMonthOver(scenario: Scenario, budget: Usd): number | null {
  const month = scenario.costs.findIndex((cost) => cost > budget);
  return month === -1 ? null : month;
}

export function scenarioNamed(scenarios: readonly Scenario[], name: ScenarioName): Scenario | undefined {
  return scenarios.find((scenario) => scenario.name === name);
}

/** What it costs in a month of a scenario. */
export function costIn(scenario: Scenario | undefined, month: number): Usd {
  return scenario?.costs[month] ?? ZERO_USD;
}

function places(value: number): number {
  return Math.round(value * 100) / 100;
}

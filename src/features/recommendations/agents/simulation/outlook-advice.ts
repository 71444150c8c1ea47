import { decimal, ZERO_USD } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, whole } from '../because.js';
import {
  DATA_GROWTH,
  DATA_SIZE,
  GROWTH_OF_USE,
  LOAD,
  USERS,
  USERS_IN_12_MONTHS,
} from '../infrastructure/answers.js';
import { costIn, firstMonthOver, MONTHS, type Scenario, scenarioNamed } from './scenarios.js';

/** Capacity and cost of the next 36 months in three scenarios. */
export function outlookAdvice(situation: Situation, scenarios: readonly Scenario[]): Advice {
  const { sizing, plan } = situation;
  const [slow, expected, fast] = [
    scenarioNamed(scenarios, 'slow'),
    scenarioNamed(scenarios, 'expected'),
    scenarioNamed(scenarios, 'fast'),
  ];
  const percent = (sizing.yearlyGrowth * 100).toFixed(0);
  return adviceOf(situation, 'simulation_agent', {
    key: 'outlook_36_months',
    ...(plan.region === null
      ? withoutPrices(sizing.now.instances, percent, slow, expected, fast)
      : withPrices(sizing.now.instances, percent, slow, expected, fast)),
    reasons: [
      because(
        situation.answers,
        USERS_IN_12_MONTHS,
        `use grows by ${percent} percent a year from ${whole(sizing.now.peakRequestsPerSecond)} requests a second.`,
        `${percent} percent of growth a year are derived or assumed.`,
      ),
      because(
        situation.answers,
        DATA_GROWTH,
        `${whole(sizing.now.storageGib)} GiB become ${whole(expected?.rows.at(-1)?.storage_gib ?? 0)} GiB.`,
      ),
      plan.region === null
        ? 'Nothing is placed in a cloud: the machines are counted, and not priced.'
        : 'Costs are those of the services that the other agents recommend, each grown with what drives it.',
    ],
    restsOn: [
      GROWTH_OF_USE,
      { path: USERS, weight: 1 },
      LOAD,
      { path: DATA_SIZE, weight: 1, or: [USERS] },
      { path: DATA_GROWTH, weight: 1 },
    ],
    margin: certaintyOf(slow, fast),
    serves: { cost: 0.8, scalability: 1 },
    services: [],
    extraHours: 8,
    data: {
      months: MONTHS,
      yearly_growth: sizing.yearlyGrowth,
      scenarios: scenarios.map((scenario) => shown(scenario, plan.monthlyBudget)),
      priced_by: 'the other agents',
    },
    benefits: ['Growth is paid for when it comes, and nobody is surprised by it'],
    steps: [
      'Compare users, requests and the bill with the table each month',
      'When two months in a row lie nearer to another scenario, plan by that one',
      'Renew the table when an answer or a price changes',
    ],
    risks: [
      'Prices are today’s; they have fallen over years, and can rise.',
      'What is driven by peaks (databases, caches) grows in steps, the table in a straight line.',
      ...(sizing.yearlyGrowth > 1
        ? [
            'Growth of more than double is taken for the first year only; after that use doubles each year at most.',
          ]
        : []),
    ],
    tags: ['simulation', 'forecast'],
    priority: 'medium',
    category: 'capacity',
    pillar: 'cost',
  });
}

type Texts = Pick<Advice, 'title' | 'summary'> & { readonly businessImpact: string };
type MaybeScenario = Scenario | undefined;

function withPrices(
  machines: number,
  percent: string,
  slow: MaybeScenario,
  expected: MaybeScenario,
  fast: MaybeScenario,
): Texts {
  const cost = (scenario: MaybeScenario, month = MONTHS) => `$${decimal(costIn(scenario, month))}`;
  const total = (scenario: MaybeScenario) => `$${decimal(scenario?.total ?? ZERO_USD)}`;
  return {
    title: `Expect ${cost(expected, 0)} a month today and ${cost(expected)} in ${MONTHS} months`,
    summary: `With ${percent} percent of growth a year the ${machines} machines of today become ${machinesAtEnd(expected)} in ${MONTHS} months and the month costs ${cost(expected)}; with half the growth ${cost(slow)}, with twice the growth ${cost(fast)}. ${MONTHS} months together: ${total(expected)}.`,
    businessImpact: `The next ${MONTHS} months cost between ${total(slow)} and ${total(fast)}.`,
  };
}

function withoutPrices(
  machines: number,
  percent: string,
  slow: MaybeScenario,
  expected: MaybeScenario,
  fast: MaybeScenario,
): Texts {
  return {
    title: `Expect ${machines} machines of 4 vCPU and 16 GiB today and ${machinesAtEnd(expected)} in ${MONTHS} months`,
    summary: `With ${percent} percent of growth a year the ${machines} machines of today become ${machinesAtEnd(expected)} in ${MONTHS} months; with half the growth ${machinesAtEnd(slow)}, with twice the growth ${machinesAtEnd(fast)}. Nothing is placed in a cloud, so no prices are known.`,
    businessImpact: 'Machines are ordered before they are missing.',
  };
}

function machinesAtEnd(scenario: MaybeScenario): string {
  return whole(scenario?.rows.at(-1)?.instances ?? 0);
}

/** How close the scenarios lie: 1 where growth makes no difference. */
function certaintyOf(slow: Scenario | undefined, fast: Scenario | undefined): number | null {
  const [low, high] = [costIn(slow, MONTHS), costIn(fast, MONTHS)];
  return high === 0n ? null : 1 - relativeMargin(Number(low), Number(high));
}

function shown(scenario: Scenario, budget: Situation['plan']['monthlyBudget']) {
  return {
    name: scenario.name,
    growth_multiplier: scenario.growthMultiplier,
    growth_first_year: scenario.growth.firstYear,
    growth_later_years: scenario.growth.later,
    total_cost: decimal(scenario.total),
    first_month_over_budget: budget === null ? null : firstMonthOver(scenario, budget),
    table: scenario.rows,
  };
}

import { decimal, sumOf, type Usd, usd, ZERO_USD } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, counted } from '../because.js';
import { GROWTH_OF_USE, LOAD } from '../infrastructure/answers.js';
import { giveUpsFor, type GiveUps } from './give-ups.js';
import { firstMonthOver, type Scenario, scenarioNamed } from './scenarios.js';

const LIMIT = '/business_requirements/budget_constraints/monthly_budget_limit';
const RANGE = '/business_requirements/budget_constraints/total_budget_range';
/** More than half as much again is no matter of trimming. */
const FAR_OVER = 1.5;

/** Whether all that is recommended is within the budget; else by how much it is over, and what to give up. Null without a budget. */
export function budgetAdvice(
  situation: Situation,
  others: readonly Advice[],
  scenarios: readonly Scenario[],
): Advice | null {
  const { monthlyBudget: budget, region } = situation.plan;
  if (budget === null || region === null) return null;
  const total = sumOf(others.map((advice) => usd(advice.total_estimated_monthly_cost)));
  return total <= budget
    ? within(situation, total, budget, scenarios)
    : over(situation, total, budget, giveUpsFor(situation, others, total, budget));
}

function within(situation: Situation, total: Usd, budget: Usd, scenarios: readonly Scenario[]): Advice {
  const expected = scenarioNamed(scenarios, 'expected');
  const month = expected === undefined ? null : firstMonthOver(expected, budget);
  const room = decimal((budget - total) as Usd); // total is not more
  const until = month === null ? 'for at least 36 months' : `until month ${month - 1}`;
  return adviceOf(situation, 'simulation_agent', {
    ...common(situation, total, budget),
    title: `All of it is within the budget: $${decimal(total)} of $${decimal(budget)} a month`,
    summary: `Everything that is recommended costs $${decimal(total)} a month, $${room} below the budget of $${decimal(budget)}. With the expected growth it stays within ${until}.`,
    data: {
      ...figures(total, budget),
      first_month_over_budget: month,
      options: [],
    },
    benefits: [`$${room} a month in hand`],
    steps: [
      `Set an alarm at 80 percent of $${decimal(budget)}, and one on the forecast`,
      ...(month === null ? [] : [`Decide before month ${month} about more budget, or about what to give up`]),
    ],
    risks: ['Work, licences and support contracts are not in the total.'],
    businessImpact: `The plan needs no more money ${until}.`,
    priority: month !== null && month <= 12 ? 'high' : 'medium',
  });
}

function over(situation: Situation, total: Usd, budget: Usd, giveUps: GiveUps): Advice {
  const excess = decimal((total - budget) as Usd); // total is more
  const needed = giveUps.options.filter((option) => option.is_needed);
  const missing = decimal((giveUps.remaining > budget ? giveUps.remaining - budget : ZERO_USD) as Usd); // not negative
  const percent = percentTooMuch(giveUps.remaining, budget);
  const without =
    needed.length === 0
      ? 'Nothing of it can be given up'
      : `Even without ${counted(needed.length, 'thing')} that can be given up it costs $${decimal(giveUps.remaining)}`;
  const verdict = giveUps.fits
    ? `Giving up ${counted(needed.length, 'thing')}, the cheapest loss first, brings it to $${decimal(giveUps.remaining)}.`
    : `${without}: $${missing} a month more are needed, or what was asked for (load, data, uptime) has to come down by about ${percent} percent.`;
  return adviceOf(situation, 'simulation_agent', {
    ...common(situation, total, budget),
    title: `All of it is over the budget by $${excess} a month: what to give up`,
    summary: `Everything that is recommended costs $${decimal(total)} a month, $${excess} more than the budget of $${decimal(budget)}. ${verdict}`,
    data: {
      ...figures(total, budget),
      over_by: excess,
      options: giveUps.options,
      remaining_after_options: decimal(giveUps.remaining),
      fits_after_options: giveUps.fits,
    },
    benefits: ['The choice is made by what is lost least, not by what is noticed first'],
    steps: [
      ...needed.map(
        (option) => `${option.option}: saves $${option.saves_monthly} a month. ${option.what_is_lost}`,
      ),
      ...(giveUps.fits
        ? []
        : [`Ask for $${missing} more a month, or lower load, data or uptime by about ${percent} percent`]),
    ],
    risks: [
      'What is given up is also a risk that is taken: write down who took it.',
      'Work, licences and support contracts are not in the total.',
    ],
    businessImpact: `$${excess} a month are missing for everything that was asked for.`,
    priority: Number(total) > Number(budget) * FAR_OVER ? 'critical' : 'high',
  });
}

/** By how much costs that follow the load have to come down. */
function percentTooMuch(cost: Usd, budget: Usd): number {
  return cost > budget ? Math.ceil((1 - Number(budget) / Number(cost)) * 100) : 0;
}

function common({ answers }: Situation, total: Usd, budget: Usd) {
  const limit = decimal(budget);
  return {
    key: 'budget',
    reasons: [
      because(
        answers,
        LIMIT,
        `$${limit} a month may be spent.`,
        `$${limit} a month are the upper end of the range for a year, or were set for this run.`,
      ),
      because(answers, RANGE, 'the range for a year counts where no monthly limit is given.'),
      `All recommended services together cost $${decimal(total)} a month.`,
    ],
    restsOn: [{ path: LIMIT, weight: 3, or: [RANGE] } as const, LOAD, GROWTH_OF_USE],
    margin: relativeMargin(Number(total), Number(budget)),
    serves: { cost: 1 },
    services: [],
    extraHours: 4,
    tags: ['budget'],
    category: 'cost',
    pillar: 'cost',
  } as const;
}

function figures(total: Usd, budget: Usd) {
  return {
    total_monthly_cost: decimal(total),
    monthly_budget: decimal(budget),
    is_within_budget: total <= budget,
  };
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryAssessment } from '../../../../test/support/arbitrary-assessment.js';
import { situationOf, situationWith } from '../../../../test/support/situations.js';
import { decimal, sumOf, type Usd, usd } from '../../../kernel/money.js';
import { makeSituation } from '../advice/make-situation.js';
import type { Situation } from '../advice/situation.js';
import { loadCatalogue } from '../catalogue/catalogue.js';
import type { RecommendedService } from '../recommendation.js';
import { adviseOn } from './advise.js';
import { simulationAgent } from './simulation.agent.js';
import { costAt } from './simulation/cost-model.js';
import { simulate, yearlyRate } from './simulation/scenarios.js';

const SHOP = {
  performance_requirements: { requests_per_second: 500, api_response_time_ms: 300, uptime_percentage: 99.95 },
  scalability_requirements: { current_data_size_gb: 1_000, auto_scaling_required: true },
};
const GROWTH = { current_users: 1_000, projected_users_12m: 1_500 };

function shopWith(limit: string): Situation {
  return situationWith(
    { growth_projection: GROWTH, budget_constraints: { monthly_budget_limit: limit } },
    SHOP,
  );
}

function service(category: string, cost: string): RecommendedService {
  return {
    service_name: category,
    provider: 'aws',
    service_category: category,
    region: null,
    estimated_monthly_cost: cost,
    cost_model: 'per_hour',
    configuration: {},
    reasons: [],
    alternatives: [],
    setup_complexity: 'low',
    implementation_time_hours: 0,
  };
}

function budgetOn(situation: Situation) {
  return (
    simulationAgent.advise(situation).advice.find(({ key }) => key === 'budget')?.recommendation_data ?? {}
  );
}

function othersTotal(situation: Situation): Usd {
  const all = [...adviseOn(situation).values()].flatMap(({ advice }) => advice);
  return sumOf(all.map((advice) => usd(advice.total_estimated_monthly_cost)));
}

describe('what services cost at another capacity', () => {
  const { now } = shopWith('1').sizing;
  const then = {
    ...now,
    instances: now.instances * 2,
    storageGib: now.storageGib * 3,
    peakRequestsPerSecond: 0,
  };

  it.each([
    ['compute', '200.00'],
    ['object_storage', '300.00'],
    ['cache', '0.00'],
    ['secrets', '100.00'],
    ['something else', '100.00'],
  ])('%s of 100.00: %s with twice the machines, three times the data, no requests', (category, cost) => {
    expect(decimal(costAt([service(category, '100.00')], now, then))).toBe(cost);
  });

  it('is to the cent what they show at the same capacity', () => {
    expect(decimal(costAt([service('compute', '0.07'), service('backup', '0.08')], now, now))).toBe('0.15');
  });
});

describe('growth over three years', () => {
  it('is the stated rate where that does not more than double', () => {
    expect(yearlyRate({ firstYear: 0.5, later: 0.5 }, 36)).toBeCloseTo(0.5, 9);
  });

  it('doubles each later year where it was more: 4 x 2 x 2 = 16 after three years', () => {
    const rate = yearlyRate({ firstYear: 3, later: 1 }, 36);
    expect((1 + rate) ** 3).toBeCloseTo(16, 9);
  });
});

describe('the scenarios', () => {
  const [slow, expected, fast] = simulate(shopWith('1'), [service('cache', '100.00')]);

  it('take half, once and twice the growth that was stated', () => {
    expect([slow, expected, fast].map((one) => one?.growth.firstYear)).toEqual([0.25, 0.5, 1]);
  });

  it('have a row for today and for each of 36 months', () => {
    expect(expected?.rows.map(({ month }) => month)).toEqual(Array.from({ length: 37 }, (_, month) => month));
    expect(expected?.rows[0]?.monthly_cost).toBe('100.00');
    expect(expected?.rows[12]?.monthly_cost).toBe('150.00');
    expect(expected?.rows[36]?.monthly_cost).toBe('337.50');
  });

  it('sum months 1 to 36', () => {
    const months = expected?.rows.slice(1).map(({ monthly_cost: cost }) => usd(cost)) ?? [];
    expect(expected?.total).toBe(sumOf(months));
  });
});

describe('the total against the budget', () => {
  it('is the sum of what all agents recommend, to the cent', () => {
    const situation = shopWith('1');
    expect(budgetOn(situation)['total_monthly_cost']).toBe(decimal(othersTotal(situation)));
  });

  it('is within, and says until when', () => {
    const data = budgetOn(shopWith('1000000'));
    expect(data).toMatchObject({ is_within_budget: true, first_month_over_budget: null, options: [] });
  });

  it('is over, says by how much and what to give up, the cheapest loss first', () => {
    const situation = shopWith('1000');
    const data = budgetOn(situation);
    const total = othersTotal(situation);
    expect(data).toMatchObject({ is_within_budget: false, over_by: decimal((total - usd('1000')) as Usd) }); // it is more
    const options = data['options'] as { loss: number; saves_monthly: string; is_needed: boolean }[]; // as it was written
    const losses = options.map(({ loss }) => loss);
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
    const saved = sumOf(options.filter((one) => one.is_needed).map((one) => usd(one.saves_monthly)));
    expect(data['remaining_after_options']).toBe(decimal((total - saved) as Usd)); // less is saved than it costs
  });

  it('needs no more than it takes: with one dollar missing one thing is given up', () => {
    const total = othersTotal(shopWith('1'));
    const data = budgetOn(shopWith(decimal((total - usd('1')) as Usd))); // it costs more than a dollar
    const options = data['options'] as { is_needed: boolean }[]; // as it was written
    expect(options.filter((one) => one.is_needed)).toHaveLength(1);
    expect(data['fits_after_options']).toBe(true);
  });

  it('is not judged where nobody named a budget', () => {
    expect(budgetOn(situationWith({}, SHOP))).toEqual({});
  });
});

describe('over any assessment', () => {
  it('costs no more with a smaller budget', () => {
    const cents = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(arbitraryAssessment(), cents, cents, (assessment, a, b) => {
        const [less, more] = [a, b]
          .toSorted((x, y) => x - y)
          .map((limit) => totalWith(assessment, `${limit}.00`));
        expect(less === undefined || more === undefined || less <= more).toBe(true);
      }),
      { numRuns: 20 }, // each asks all agents twice
    );
  });

  it('costs no less in a month of a scenario that grows faster, and no less later', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        const services = ['compute', 'object_storage', 'cache', 'cdn'].map((category) =>
          service(category, '10.00'),
        );
        const [slow, expected, fast] = simulate(situationOf(assessment), services);
        for (let month = 0; month <= 36; month += 1) {
          const row = [slow, expected, fast].map((one) => one?.costs[month] ?? 0n);
          expect(row).toEqual(row.toSorted((x, y) => (x < y ? -1 : 1)));
          expect((expected?.costs[month] ?? 0n) >= (expected?.costs[month - 1] ?? 0n)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function totalWith(assessment: Parameters<typeof situationOf>[0], monthlyBudgetLimit: string): Usd {
  const stated = {
    title: assessment.title,
    businessGoal: assessment.business_goal ?? null,
    priority: assessment.priority ?? 'medium',
    business: assessment.business_requirements ?? null,
    technical: assessment.technical_requirements ?? null,
  };
  return othersTotal(makeSituation(stated, loadCatalogue(), { monthlyBudgetLimit }));
}

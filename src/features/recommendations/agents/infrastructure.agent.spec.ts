import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryAssessment } from '../../../../test/support/arbitrary-assessment.js';
import { situationOf, situationWith } from '../../../../test/support/situations.js';
import type { Situation } from '../advice/situation.js';
import { infrastructureAgent } from './infrastructure.agent.js';
import { keptGib } from './infrastructure/backup-advice.js';
import { recoveryServices } from './infrastructure/recovery-services.js';
import { downtimeMinutes, duration, STRATEGIES, TIERS, tierFor } from './infrastructure/recovery-tier.js';

const SHOP = {
  performance_requirements: { requests_per_second: 500, api_response_time_ms: 300, uptime_percentage: 99.95 },
  scalability_requirements: { current_data_size_gb: 1_000, auto_scaling_required: true },
};
const IN_EUROPE = { data_residency_requirements: ['eu'], cloud_provider_preference: ['aws' as const] };

function adviceOn(situation: Situation, key: string) {
  const found = infrastructureAgent.advise(situation).advice.find((advice) => advice.key === key);
  if (found === undefined) throw new Error(`No advice ${key}`);
  return found;
}

describe('what an uptime allows', () => {
  it.each([
    [98, '7.3 days'],
    [99.5, '43.8 hours'],
    [99.9, '8.8 hours'],
    [99.95, '4.4 hours'],
    [99.99, '53 minutes'],
    [100, 'less than a minute'],
  ])('%s percent: %s a year', (uptime, text) => {
    expect(duration(downtimeMinutes(uptime))).toBe(text);
  });
});

describe('recovery', () => {
  const { answers } = situationWith({}, {});

  it.each([
    [99, 'backup_and_restore'],
    [99.899, 'backup_and_restore'],
    [99.9, 'pilot_light'],
    [99.95, 'warm_standby'],
    [99.99, 'hot_standby'],
    [100, 'hot_standby'],
  ])('at %s percent is by %s', (uptime, strategy) => {
    expect(tierFor(answers, uptime).strategy).toBe(strategy);
  });

  it.each([99, 99.5, 99.9, 99.95, 99.99])(
    'within its time leaves room for one disaster a year at %s percent',
    (uptime) => {
      expect(tierFor(answers, uptime).rtoMinutes).toBeLessThanOrEqual(downtimeMinutes(uptime));
    },
  );

  it('is one step quicker where it is critical, but no second site for that alone', () => {
    const critical = situationWith({ business_goals: [{ goal: 'x', priority: 'critical' }] }, {}).answers;
    expect(tierFor(critical, 99).strategy).toBe('pilot_light');
    expect(tierFor(critical, 99.9).strategy).toBe('warm_standby');
    expect(tierFor(critical, 99.95).strategy).toBe('warm_standby');
    expect(tierFor(critical, 99.99).strategy).toBe('hot_standby');
  });

  it('is the quicker and loses the less, the further down the list', () => {
    const [first, ...rest] = STRATEGIES.map((strategy) => TIERS[strategy]);
    rest.reduce((slower, quicker) => {
      expect(quicker?.rtoMinutes).toBeLessThan(slower?.rtoMinutes ?? 0);
      expect(quicker?.rpoMinutes).toBeLessThan(slower?.rpoMinutes ?? 0);
      return quicker;
    }, first);
  });

  it('runs a third of the machines in a warm standby, all in a hot one, none before', () => {
    const situation = situationWith(IN_EUROPE, SHOP);
    const region = situation.plan.recoveryRegion;
    if (region === null) throw new Error('There is a second region in the Union');
    const machines = STRATEGIES.map((strategy) =>
      recoveryServices(situation, region, strategy)
        .filter((service) => service.service_category === 'compute')
        .map((service) => service.configuration['instances']),
    );
    const { instances } = situation.sizing.now;
    expect(machines).toEqual([[], [], [Math.ceil(instances / 3)], [instances]]);
  });

  it('stays within the residency requirement, with both times and the other ways priced', () => {
    const advice = adviceOn(situationWith(IN_EUROPE, SHOP), 'disaster_recovery');
    expect(advice.recommendation_data).toMatchObject({
      rto_minutes: 60,
      rpo_minutes: 5,
      strategy: 'warm_standby',
    });
    expect(advice.recommendation_data['alternatives']).toHaveLength(3);
    for (const service of advice.recommended_services) expect(service.region).toMatch(/^eu-/);
  });

  it('says what is missing where there is no second region', () => {
    const advice = adviceOn(
      situationWith({ data_residency_requirements: ['ie'] }, SHOP),
      'disaster_recovery',
    );
    expect(advice.recommended_services).toEqual([]);
    expect(advice.risks_and_considerations.join(' ')).toContain('no second region in IE');
  });
});

describe('backup', () => {
  it('keeps a full copy, 35 days of 2 percent and 11 months of 20: of 100 GiB 390, of three months 210', () => {
    expect(keptGib(100, 12)).toBe(390);
    expect(keptGib(100, 3)).toBe(210);
  });

  it('keeps a year where a regulation asks for evidence', () => {
    const months = (regulations: ('soc2' | 'none')[]) =>
      adviceOn(situationWith({ compliance_requirements: regulations }, SHOP), 'backup').recommendation_data[
        'monthly_for_months'
      ];
    expect(months(['soc2'])).toBe(12);
    expect(months(['none'])).toBe(3);
  });
});

describe('availability', () => {
  it('multiplies the promises: 99.99 x 99.99 x 99.95 = 99.93 over zones', () => {
    const { recommendation_data: data } = adviceOn(situationWith(IN_EUROPE, SHOP), 'availability');
    expect(data).toMatchObject({
      expected_percent: 99.93,
      target_percent: 99.95,
      target_is_met: false,
      zones: 3,
    });
  });

  it('meets 99.9 percent', () => {
    const technical = { performance_requirements: { uptime_percentage: 99.9 } };
    expect(
      adviceOn(situationWith(IN_EUROPE, technical), 'availability').recommendation_data['target_is_met'],
    ).toBe(true);
  });
});

describe('scaling', () => {
  it('keeps one machine in each zone, and allows twice the plan for twelve months', () => {
    const situation = situationWith(IN_EUROPE, SHOP);
    const { recommendation_data: data } = adviceOn(situation, 'scaling');
    expect(data['least_instances']).toBe(3);
    expect(data['most_instances']).toBe(2 * situation.sizing.in12Months.instances);
  });

  it('is not advised where functions are called', () => {
    const { advice } = infrastructureAgent.advise(
      situationWith(IN_EUROPE, { ...SHOP, architecture_preference: 'serverless' }),
    );
    expect(advice.map(({ key }) => key)).toEqual(['capacity', 'availability', 'disaster_recovery', 'backup']);
  });
});

describe('over any assessment', () => {
  it('speaks, never throws, and prices nothing where nothing can be placed', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        const situation = situationOf(assessment);
        const { advice } = infrastructureAgent.advise(situation);
        expect(advice.map(({ key }) => key)).toEqual(
          expect.arrayContaining(['capacity', 'disaster_recovery', 'backup']),
        );
        const services = advice.flatMap((one) => one.recommended_services);
        expect(situation.plan.region !== null || services.length === 0).toBe(true);
      }),
    );
  });

  it('names missing answers as questions, and is the less confident for them', () => {
    const silent = infrastructureAgent.advise(situationWith({}, {}));
    expect(silent.questions.map(({ path }) => path)).toContain(
      '/technical_requirements/performance_requirements/uptime_percentage',
    );
    const told = infrastructureAgent.advise(situationWith(IN_EUROPE, SHOP));
    for (const one of silent.advice) {
      const same = told.advice.find(({ key }) => key === one.key);
      expect(one.confidence_score).toBeLessThan(same?.confidence_score ?? 1);
    }
  });
});

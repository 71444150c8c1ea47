import { describe, expect, it } from '@jest/globals';
import { sampleSituations, situationOf, situationWith } from '../../../../test/support/situations.js';
import { decimal } from '../../../kernel/money.js';
import { loadCatalogue } from '../catalogue/catalogue.js';
import { makeSituation } from './make-situation.js';
import type { Plan } from './situation.js';

type Assessment = Parameters<typeof situationOf>[0];
type Team = NonNullable<NonNullable<Assessment['business_requirements']>['team_structure']>;
type Technical = NonNullable<Assessment['technical_requirements']>;

const planWith = (...given: Parameters<typeof situationWith>) => situationWith(...given).plan;

describe('the provider', () => {
  it('is the one that is preferred', () => {
    for (const provider of ['aws', 'azure', 'gcp'] as const) {
      expect(planWith({ cloud_provider_preference: [provider] }, {}).primary).toBe(provider);
    }
  });

  it('is not the preferred one where that has no region that may be used', () => {
    const plan = planWith({ cloud_provider_preference: ['aws'], data_residency_requirements: ['be'] }, {});
    expect(plan).toMatchObject({ primary: 'gcp', region: { name: 'europe-west1' } });
    expect(plan.providers.find(({ provider }) => provider === 'aws')?.score).toBe(0);
  });

  it('is the one in use where nobody prefers another, the more so the less the team knows of clouds', () => {
    const scoreAt = (level: number) => {
      const plan = planWith(
        { team_structure: { cloud_expertise_level: level } },
        { current_cloud_providers: ['Microsoft Azure'] },
      );
      return plan.providers.find(({ provider }) => provider === 'azure')?.score ?? 0;
    };
    expect(
      planWith({ team_structure: { cloud_expertise_level: 1 } }, { current_cloud_providers: ['azure'] })
        .primary,
    ).toBe('azure');
    expect(scoreAt(1)).toBeGreaterThan(scoreAt(5));
  });

  it('is set over the answers by a run', () => {
    const stated = { title: 'x', businessGoal: null, priority: 'low' as const, technical: null };
    const business = { cloud_provider_preference: ['aws' as const] };
    const { plan } = makeSituation({ ...stated, business }, loadCatalogue(), { preferredProviders: ['gcp'] });
    expect(plan.primary).toBe('gcp');
  });

  it('says of each provider why', () => {
    const { providers } = planWith({ cloud_provider_preference: ['aws'] }, {});
    expect(providers).toHaveLength(3);
    for (const { reasons } of providers) expect(reasons.join(' ')).toContain('preference is AWS');
  });
});

describe('the region', () => {
  it('is the one that was planned', () => {
    expect(planWith({ cloud_provider_preference: ['aws'] }, planned('eu-central-1')).region?.name).toBe(
      'eu-central-1',
    );
  });

  it('is the one in the same city where another provider’s was planned', () => {
    expect(planWith({ cloud_provider_preference: ['gcp'] }, planned('eu-central-1')).region?.name).toBe(
      'europe-west3',
    );
    expect(planWith({ cloud_provider_preference: ['aws'] }, planned('Frankfurt')).region?.name).toBe(
      'eu-central-1',
    );
  });

  it('is never the planned one where that is outside the residency requirement', () => {
    const plan = planWith(
      { cloud_provider_preference: ['aws'], data_residency_requirements: ['de'] },
      planned('us-east-1'),
    );
    expect(plan.region?.country).toBe('de');
    expect(plan.regionReasons.join(' ')).toContain('us-east-1');
  });

  it('does not take a name for the beginning of another', () => {
    expect(planWith({ cloud_provider_preference: ['azure'] }, planned('eastus2')).region?.name).toBe(
      'eastus2',
    );
  });

  it('is in a named country rather than anywhere in the Union', () => {
    expect(
      planWith({ cloud_provider_preference: ['aws'], data_residency_requirements: ['fr', 'eu'] }, {}).region
        ?.country,
    ).toBe('fr');
  });

  it('is none where no provider has one, or nothing is to run in a cloud', () => {
    expect(planWith({ data_residency_requirements: ['ke'] }, {})).toMatchObject({
      region: null,
      recoveryRegion: null,
    });
    expect(planWith({}, { deployment_model: 'on_premises' })).toMatchObject({
      region: null,
      secondary: null,
    });
  });
});

describe('a second provider', () => {
  it.each([
    [true, 'multi_cloud', true],
    [false, 'multi_cloud', false],
    [null, 'multi_cloud', false],
    [true, 'public_cloud', false],
  ] as const)('acceptable %s, deployment %s: %s', (multi_cloud_acceptable, deployment_model, isThere) => {
    const { primary, secondary } = planWith({ multi_cloud_acceptable }, { deployment_model });
    expect(secondary !== null).toBe(isThere);
    expect(secondary).not.toBe(primary);
  });
});

describe('the budget of a month', () => {
  const budgetOf = (...given: Parameters<typeof situationWith>) => {
    const { monthlyBudget } = planWith(...given);
    return monthlyBudget === null ? null : decimal(monthlyBudget);
  };

  it('is the limit, else a twelfth of the upper end of the range; above the last range nobody said', () => {
    const both = { monthly_budget_limit: '1200.50', total_budget_range: '10k_50k' } as const;
    expect(budgetOf({ budget_constraints: both }, {})).toBe('1200.50');
    expect(budgetOf({ budget_constraints: { total_budget_range: '10k_50k' } }, {})).toBe('4166.67');
    expect(budgetOf({ budget_constraints: { total_budget_range: 'over_1m' } }, {})).toBeNull();
    expect(budgetOf({}, {})).toBeNull();
  });
});

describe('the architecture', () => {
  it('is the one that is preferred, with doubts where the team is small for it', () => {
    const plan = planWith(
      { team_structure: { total_developers: 3 } },
      { architecture_preference: 'microservices' },
    );
    expect(plan.architecture).toBe('microservices');
    expect(plan.architectureReasons.join(' ')).toContain('Only 3 developers');
  });

  it.each<[Plan['architecture'], Team, Technical]>([
    ['event_driven', {}, { workload_types: ['iot'] }],
    [
      'microservices',
      { total_developers: 20, kubernetes_expertise: 4 },
      { workload_types: ['microservices'] },
    ],
    ['modular_monolith', { total_developers: 6 }, { workload_types: ['microservices'] }],
    ['monolith', { total_developers: 2 }, {}],
    ['serverless', { total_developers: 2 }, { scalability_requirements: { auto_scaling_required: true } }],
    ['modular_monolith', {}, {}],
  ])(
    'is %s where nobody prefers one, the team is %j and the workload %j',
    (architecture, team, technical) => {
      expect(planWith({ team_structure: team }, technical).architecture).toBe(architecture);
    },
  );
});

describe('the sample assessments', () => {
  it('keep to the preferred providers unless residency forbids them all', () => {
    for (const [, { answers, plan }] of sampleSituations()) {
      const preferred = (answers.business.cloud_provider_preference ?? []).filter(
        (name) => (plan.providers.find(({ provider }) => provider === name)?.score ?? 0) > 0,
      );
      expect(preferred.length === 0 || preferred.includes(plan.primary)).toBe(true);
    }
  });
});

function planned(region: string): Technical {
  return { scalability_requirements: { planned_regions: [region] } };
}

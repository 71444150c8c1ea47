import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryAssessment } from '../../../../test/support/arbitrary-assessment.js';
import { situationOf } from '../../../../test/support/situations.js';
import { mayHold, residencyOf } from './placement.js';
import type { Plan } from './situation.js';

type Assessment = Parameters<typeof situationOf>[0];

describe('over any assessment', () => {
  it('places nothing outside the residency requirement', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        const { plan, answers } = situationOf(assessment);
        const residency = residencyOf(answers);
        const placed = [plan.region, plan.recoveryRegion, ...plan.allowedRegions].filter(
          (region) => region !== null,
        );
        for (const region of placed) {
          expect(mayHold(region, residency)).toBe(true);
          expect(region.provider).toBe(plan.primary);
        }
        expect(plan.recoveryRegion === null || plan.recoveryRegion.name !== plan.region?.name).toBe(true);
      }),
    );
  });

  it('comes to the same whatever the order of lists and fields, and however often an item is named', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        const here = situationOf(assessment);
        const there = situationOf(turned(assessment) as Assessment); // the same shape
        expect(JSON.stringify(seen(there))).toBe(JSON.stringify(seen(here)));
      }),
    );
  });

  it('comes to the same each time', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        expect(JSON.stringify(seen(situationOf(assessment)))).toBe(
          JSON.stringify(seen(situationOf(assessment))),
        );
      }),
    );
  });

  it('does not change the provider, the region or the architecture for more load or less money', () => {
    const figures = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(arbitraryAssessment(), figures, figures, (assessment, requests, limit) => {
        const before = situationOf(assessment).plan;
        const after = situationOf({
          ...assessment,
          business_requirements: {
            ...assessment.business_requirements,
            budget_constraints: {
              ...assessment.business_requirements?.budget_constraints,
              monthly_budget_limit: `${limit}.00`,
            },
          },
          technical_requirements: {
            ...assessment.technical_requirements,
            performance_requirements: {
              ...assessment.technical_requirements?.performance_requirements,
              requests_per_second: requests,
            },
          },
        }).plan;
        expect(decided(after)).toEqual(decided(before));
      }),
    );
  });

  it('has three providers, the primary first, all between 0 and 1', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        const { providers, primary } = situationOf(assessment).plan;
        expect(providers[0]?.provider).toBe(primary);
        expect(providers.map(({ provider }) => provider).toSorted()).toEqual(['aws', 'azure', 'gcp']);
        for (const { score } of providers) expect(score >= 0 && score <= 1).toBe(true);
      }),
    );
  });
});

function decided({ primary, secondary, region, recoveryRegion, architecture }: Plan) {
  return { primary, secondary, region, recoveryRegion, architecture };
}

/** What of a situation can be compared: without the catalogue and functions. */
function seen({ answers, plan, sizing, questions }: ReturnType<typeof situationOf>) {
  const { monthlyBudget, ...rest } = plan;
  return { answers, plan: { ...rest, monthlyBudget: String(monthlyBudget) }, sizing, questions };
}

/** Lists backwards and doubled, fields backwards. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) {
    const backwards = value.map(turned).toReversed();
    return [...backwards, ...backwards];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, turned(inner)]),
  );
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryAssessment } from '../../../../test/support/arbitrary-assessment.js';
import { situationOf } from '../../../../test/support/situations.js';
import type { Situation } from '../advice/situation.js';
import { machineChoices } from './sizing.js';
import type { Capacity, Sizing } from './sizing.types.js';

type Assessment = Parameters<typeof situationOf>[0];

const PARTS = [
  'peakRequestsPerSecond',
  'concurrentRequests',
  'vcpu',
  'memoryGib',
  'storageGib',
  'egressGibPerMonth',
  'requestsPerMonth',
] as const satisfies readonly (keyof Capacity)[];

/** What shrank. */
function lost(less: Capacity, more: Capacity): readonly string[] {
  return PARTS.filter((part) => more[part] < less[part] * (1 - 1e-12));
}

function totalGib({ machine }: Sizing, { instances }: Capacity): number {
  return instances * (machine?.memoryGib ?? 16);
}

describe('over any assessment', () => {
  it('gives less of nothing when all figures of use grow alike', () => {
    const factors = fc.double({ min: 1, max: 50, noNaN: true });
    fc.assert(
      fc.property(arbitraryAssessment(), factors, (assessment, factor) => {
        const less = situationOf(assessment).sizing;
        const more = situationOf(busier(assessment, factor)).sizing;
        expect(lost(less.now, more.now)).toEqual([]);
        expect(more.now.instances).toBeGreaterThanOrEqual(less.now.instances);
        expect(totalGib(more, more.now)).toBeGreaterThanOrEqual(totalGib(less, less.now));
      }),
    );
  });

  it('gives less of nothing, now and later, when requests a second or users at once grow alone', () => {
    const more = fc.integer({ min: 1, max: 100_000 });
    const names = fc.constantFrom('requests_per_second' as const, 'concurrent_users' as const);
    fc.assert(
      fc.property(arbitraryAssessment(), names, more, (assessment, name, extra) => {
        const performance = assessment.technical_requirements?.performance_requirements ?? {};
        const at = (figure: number) =>
          situationOf({
            ...assessment,
            technical_requirements: {
              ...assessment.technical_requirements,
              performance_requirements: { ...performance, [name]: figure },
            },
          }).sizing;
        const figure = performance[name] ?? 0;
        const [before, after] = [at(figure), at(figure + extra)];
        for (const moment of ['now', 'in12Months'] as const) {
          expect(lost(before[moment], after[moment])).toEqual([]);
          expect(totalGib(after, after[moment])).toBeGreaterThanOrEqual(totalGib(before, before[moment]));
        }
        expect(after.now.instances).toBeGreaterThanOrEqual(before.now.instances);
      }),
    );
  });

  it('gives less of nothing today when there are more users today', () => {
    fc.assert(
      fc.property(
        arbitraryAssessment(),
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (assessment, users, extra) => {
          const at = (current: number) =>
            situationOf({
              ...assessment,
              business_requirements: {
                ...assessment.business_requirements,
                growth_projection: {
                  ...assessment.business_requirements?.growth_projection,
                  current_users: current,
                },
              },
            }).sizing;
          const [before, after] = [at(users), at(users + extra)];
          expect(lost(before.now, after.now)).toEqual([]);
          expect(after.now.instances).toBeGreaterThanOrEqual(before.now.instances);
          expect(totalGib(after, after.now)).toBeGreaterThanOrEqual(totalGib(before, before.now));
        },
      ),
    );
  });

  it('never falls with time or with growth', () => {
    const months = fc.integer({ min: 0, max: 60 });
    const growths = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(arbitraryAssessment(), months, months, growths, growths, (assessment, m, n, g, h) => {
        const { sizing } = situationOf(assessment);
        const less = sizing.capacityAt(Math.min(m, n), Math.min(g, h));
        const more = sizing.capacityAt(Math.max(m, n), Math.max(g, h));
        expect(lost(less, more)).toEqual([]);
        expect(more.instances).toBeGreaterThanOrEqual(less.instances);
      }),
    );
  });

  it('has figures that are numbers, a spare machine, and machines enough for what is needed', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        const { sizing } = situationOf(assessment);
        for (const capacity of [sizing.now, sizing.in12Months, sizing.capacityAt(60, 1)]) {
          expect(Object.values(capacity).every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(
            true,
          );
          expect(capacity.instances).toBeGreaterThanOrEqual(2);
          expect(totalGib(sizing, capacity)).toBeGreaterThanOrEqual(capacity.memoryGib);
        }
      }),
    );
  });

  it('chooses the machine among those of the region, never one with a GPU', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), (assessment) => {
        const { sizing, plan, answers, catalogue }: Situation = situationOf(assessment);
        const choices = machineChoices(answers, catalogue.machines, plan.region);
        expect(sizing.machine === null).toBe(plan.region === null);
        expect([null, ...choices.map(({ machine }) => machine)]).toContain(sizing.machine);
        expect(sizing.machine?.gpu ?? 0).toBe(0);
        expect(sizing.machine?.provider ?? plan.primary).toBe(plan.primary);
      }),
    );
  });
});

function busier(assessment: Assessment, factor: number): Assessment {
  const times = (figure: number | null | undefined) =>
    figure == null ? figure : Math.min(1e12, Math.ceil(figure * factor));
  const { business_requirements: business, technical_requirements: technical } = assessment;
  const growth = business?.growth_projection;
  const performance = technical?.performance_requirements;
  return {
    ...assessment,
    business_requirements: business && {
      ...business,
      growth_projection: growth && {
        current_users: times(growth.current_users),
        projected_users_6m: times(growth.projected_users_6m),
        projected_users_12m: times(growth.projected_users_12m),
      },
    },
    technical_requirements: technical && {
      ...technical,
      performance_requirements: performance && {
        ...performance,
        requests_per_second: times(performance.requests_per_second),
        concurrent_users: times(performance.concurrent_users),
      },
    },
  };
}

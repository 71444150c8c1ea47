import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokenRules } from '../../../../test/support/advice-rules.js';
import { arbitraryAssessment } from '../../../../test/support/arbitrary-assessment.js';
import {
  shuffled,
  thinned,
  withBudget,
  withRegulation,
  withUsers,
} from '../../../../test/support/changed-assessments.js';
import { situationOf } from '../../../../test/support/situations.js';
import { sumOf, usd, type Usd } from '../../../kernel/money.js';
import { isGiven, QUESTIONS } from '../advice/answer-paths.js';
import type { Situation } from '../advice/situation.js';
import { PROGRAMMES } from '../catalogue/catalogue.types.js';
import type { Advice } from '../recommendation.js';
import { adviseOn } from './advise.js';

const assessment = arbitraryAssessment();
const RUNS = { numRuns: 60 } as const;
/** Seven agents over some fifty assessments take a while on a busy machine. */
const PATIENCE_MS = 120_000;
const ANSWER_PATHS = Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]; // its own keys

describe('over generated assessments', () => {
  it(
    'no advice breaks a rule',
    () => {
      fc.assert(
        fc.property(assessment, (given) => {
          const situation = situationOf(given);
          expect(brokenRules(situation, adviceOn(situation))).toEqual([]);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'more users never mean less capacity',
    () => {
      fc.assert(
        fc.property(assessment, fc.integer({ min: 2, max: 50 }), (given, factor) => {
          const [fewer, more] = [situationOf(given), situationOf(withUsers(given, factor))];
          for (const moment of ['now', 'in12Months'] as const) {
            for (const measure of [
              'vcpu',
              'memoryGib',
              'storageGib',
              'egressGibPerMonth',
              'requestsPerMonth',
            ] as const) {
              expect(more.sizing[moment][measure]).toBeGreaterThanOrEqual(fewer.sizing[moment][measure]);
            }
          }
          const [small, large] = [unitsOf(adviceOn(fewer)), unitsOf(adviceOn(more))];
          for (const [unit, count] of small)
            expect([unit, (large.get(unit) ?? 0) >= count]).toEqual([unit, true]);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'a further regulation never removes a control',
    () => {
      fc.assert(
        fc.property(assessment, fc.constantFrom(...PROGRAMMES), (given, programme) => {
          const before = controlsOf(adviceOn(situationOf(given)));
          const after = controlsOf(adviceOn(situationOf(withRegulation(given, programme))));
          expect(before.filter((control) => !after.includes(control))).toEqual([]);
          expect(after.some((control) => control.startsWith(`${programme}: `))).toBe(true);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'a smaller budget never raises the total',
    () => {
      fc.assert(
        fc.property(
          assessment,
          fc.integer({ min: 0, max: 100_000 }),
          fc.integer({ min: 1, max: 100_000 }),
          (given, less, more) => {
            const [small, large] = [withBudget(given, less), withBudget(given, less + more)];
            expect(totalOf(adviceOn(situationOf(small)))).toBeLessThanOrEqual(
              totalOf(adviceOn(situationOf(large))),
            );
          },
        ),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'the order and doubles of lists change nothing, and the same assessment gives the same result',
    () => {
      fc.assert(
        fc.property(assessment, (given) => {
          const once = adviceOn(situationOf(given));
          expect(adviceOn(situationOf(given))).toEqual(once);
          expect(adviceOn(situationOf(shuffled(given)))).toEqual(once);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'missing answers never throw, lower or keep confidence where the margin is the same, and are asked for',
    () => {
      fc.assert(
        fc.property(assessment, fc.infiniteStream(fc.boolean()), (given, coins) => {
          const less = situationOf(thinned(given, coins));
          const before = new Map(adviceOn(situationOf(given)).map((advice) => [nameOf(advice), advice]));
          const surer = adviceOn(less).filter((advice) => isSurer(advice, before.get(nameOf(advice))));
          expect(surer).toEqual([]);
          const asked = new Set<string>(
            [...adviseOn(less).values()].flatMap((findings) => findings.questions.map(({ path }) => path)),
          );
          for (const { path } of less.questions) expect(asked).toContain(path);
          expect(ANSWER_PATHS.filter((path) => asked.has(path) && isGiven(less.answers, path))).toEqual([]);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );
});

function adviceOn(situation: Situation): readonly Advice[] {
  return [...adviseOn(situation).values()].flatMap((findings) => findings.advice);
}

function nameOf({ agent_name: agent, key }: Advice): string {
  return `${agent}/${key}`;
}

function totalOf(advice: readonly Advice[]): Usd {
  return sumOf(advice.map((each) => usd(each.total_estimated_monthly_cost)));
}

/** Rests on more than before, or says so with more confidence at the same margin. */
function isSurer(advice: Advice, before: Advice | undefined): boolean {
  if (before === undefined) return false;
  const [now, then] = [confidenceIn(advice), confidenceIn(before)];
  if (now.completeness > then.completeness) return true;
  return now.margin === then.margin && advice.confidence_score > before.confidence_score;
}

function confidenceIn({ recommendation_data: data }: Advice) {
  return data['confidence'] as { completeness: number; margin: number | null }; // as adviceOf writes it
}

/** What was bought, by advice: the vCPU and memory of machines, nodes of databases, gigabytes of stores. */
function unitsOf(advice: readonly Advice[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const each of advice) {
    for (const { configuration } of each.recommended_services) {
      const machines = Number(configuration['instances'] ?? 1);
      for (const unit of ['vcpu', 'memory_gib', 'storage_gib', 'servers'] as const) {
        const count =
          Number(configuration[unit] ?? 0) * (unit === 'vcpu' || unit === 'memory_gib' ? machines : 1);
        const name = `${nameOf(each)}/${unit}`;
        units.set(name, (units.get(name) ?? 0) + count);
      }
    }
  }
  return units;
}

function controlsOf(advice: readonly Advice[]): readonly string[] {
  return advice.flatMap(({ recommendation_data: data }) =>
    // as the compliance agent writes them
    ((data['controls'] ?? []) as { clause: string }[]).map(
      ({ clause }) => `${String(data['regulation'])}: ${clause}`,
    ),
  );
}

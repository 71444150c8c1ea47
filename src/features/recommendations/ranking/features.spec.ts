import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AssessmentId } from '../../../kernel/ids.js';
import type { Assessment } from '../../assessments/index.js';
import { AGENT_NAMES } from '../agents/agent-names.js';
import {
  PILLARS,
  PRIORITIES,
  PROVIDERS,
  type Recommendation,
  type RecommendationId,
  RECOMMENDATION_CATEGORIES,
} from '../recommendation.js';
import { FEATURE_NAMES, featuresOf } from './features.js';
import { NO_MODEL } from './model.js';
import { orderOf } from './order.js';
import { priorOf } from './prior.js';
import { shownList, unpacked } from './shown-list.js';

const money = fc.integer({ min: 0, max: 100_000_000 }).map((cents) => (cents / 100).toFixed(2));
const service = fc.record({
  provider: fc.constantFrom(...PROVIDERS),
  setup_complexity: fc.constantFrom('low', 'medium', 'high'),
  implementation_time_hours: fc.integer({ min: 0, max: 10_000 }),
  estimated_monthly_cost: money,
});
const recommendation = fc
  .record({
    agent_name: fc.constantFrom(...AGENT_NAMES),
    category: fc.constantFrom(...RECOMMENDATION_CATEGORIES),
    pillar: fc.constantFrom(...PILLARS),
    priority: fc.constantFrom(...PRIORITIES),
    confidence_score: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(-3, 7, NaN)),
    alignment_score: fc.double({ min: 0, max: 1, noNaN: true }),
    total_estimated_monthly_cost: money,
    recommended_services: fc.array(service, { maxLength: 5 }),
  })
  .map((fields) => fields as unknown as Recommendation); // all that a model looks at
const list = fc
  .array(recommendation, { maxLength: 40 })
  .map((all) => all.map((each, index) => ({ ...each, id: idOf(index), key: `advice ${index}` })));
const assessment = fc
  .record({
    priority: fc.constantFrom(...PRIORITIES),
    business_requirements: fc.option(
      fc.record(
        {
          company_size: fc.constantFrom('startup', 'small', 'medium', 'large', 'enterprise', null),
          industry: fc.constantFrom('healthcare', 'retail', 'finance', null),
          budget_constraints: fc.option(
            fc.record(
              {
                monthly_budget_limit: fc.option(money),
                total_budget_range: fc.constantFrom('under_10k', 'over_1m', null),
                cost_optimization_priority: fc.constantFrom('low', 'high', null),
              },
              { requiredKeys: [] },
            ),
          ),
          team_structure: fc.record({ cloud_expertise_level: fc.constantFrom(1, 5, null) }),
          cloud_provider_preference: fc.array(fc.constantFrom('aws', 'gcp'), { maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
    ),
  })
  .map((fields) => fields as unknown as Pick<Assessment, 'priority' | 'business_requirements'>); // as above

describe('the features of a pair', () => {
  it('are as many as have names, each from 0 to 1, one agent, one category and one pillar', () => {
    fc.assert(
      fc.property(assessment, recommendation, (of, each) => {
        const features = featuresOf(of, each);
        expect(features).toHaveLength(FEATURE_NAMES.length);
        expect(features.filter((value) => !(value >= 0 && value <= 1))).toEqual([]);
        for (const prefix of ['agent:', 'category:', 'pillar:']) {
          const hot = features.filter((value, i) => value === 1 && FEATURE_NAMES[i]?.startsWith(prefix));
          expect(hot).toHaveLength(1);
        }
      }),
    );
  });

  it('have names of their own that a document can have for keys', () => {
    expect(new Set(FEATURE_NAMES).size).toBe(FEATURE_NAMES.length);
    expect(FEATURE_NAMES.filter((name) => /[.$\0]/.test(name))).toEqual([]);
  });

  it('come back from a shown list to a hundredth', () => {
    fc.assert(
      fc.property(assessment, list, (of, all) => {
        const { places } = orderOf(of, all, NO_MODEL);
        const { packed, recommendationIds } = shownList('a'.repeat(24) as AssessmentId, 3, places);
        const features = unpacked(packed);
        expect(recommendationIds).toHaveLength(all.length);
        places.forEach((place, index) => {
          place.features.forEach((value, i) => expect(features[index]?.[i]).toBeCloseTo(value, 2));
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('the order of a list', () => {
  it('is the same whatever order it comes in', () => {
    fc.assert(
      fc.property(assessment, list, (of, all) => {
        const ids = (some: readonly Recommendation[]) =>
          orderOf(of, some, NO_MODEL).places.map((place) => place.recommendation.id);
        expect(ids(all.toReversed())).toEqual(ids(all));
      }),
    );
  });

  it('begins with the highest calculated score before anything is learned', () => {
    fc.assert(
      fc.property(assessment, list, (of, all) => {
        fc.pre(all.length > 0);
        const [first] = orderOf(of, all, NO_MODEL).places;
        expect(first && priorOf(first.recommendation)).toBe(Math.max(...all.map(priorOf)));
      }),
    );
  });
});

function idOf(index: number): RecommendationId {
  return index.toString(16).padStart(24, '0') as RecommendationId; // any id
}

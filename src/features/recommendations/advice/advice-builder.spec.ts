import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryAssessment } from '../../../../test/support/arbitrary-assessment.js';
import { situationOf, situationWith } from '../../../../test/support/situations.js';
import { adviceOf, type AdviceParts } from './advice-builder.js';
import { alignmentOf, demandOf } from './alignment.js';
import { answerAt, isGiven, missing, QUESTIONS, type AnswerPath } from './answer-paths.js';
import { confidenceOf, levelOf, relativeMargin } from './confidence.js';
import { THEMES } from './themes.js';
import { costsOf, machineRate, pricedMachines, pricedService } from './pricing.js';

const REQUESTS = '/technical_requirements/performance_requirements/requests_per_second';
const USERS = '/business_requirements/growth_projection/current_users';
const GOALS = '/business_requirements/business_goals';

describe('an answer', () => {
  const { answers } = situationWith(
    { growth_projection: { current_users: 0 }, business_goals: [], current_pain_points: ['Slow'] },
    { performance_requirements: { requests_per_second: 70 }, workload_types: [] },
  );

  it('is found by its path', () => {
    expect(answerAt(answers, REQUESTS)).toBe(70);
    expect(answerAt(answers, '/technical_requirements/database_preferences')).toBeUndefined();
  });

  it('is given where it is 0 or false, not where it is empty or missing', () => {
    expect(isGiven(answers, USERS)).toBe(true);
    expect(isGiven(answers, GOALS)).toBe(false);
    expect(isGiven(answers, '/technical_requirements/workload_types')).toBe(false);
    expect(isGiven(answers, '/business_goal')).toBe(false);
  });

  it('is asked for where it is missing, once, in the order of the paths', () => {
    const questions = missing(answers, [REQUESTS, '/business_goal', GOALS, '/business_goal']);
    expect(questions).toEqual([
      { path: '/business_goal', question: QUESTIONS['/business_goal'] },
      { path: GOALS, question: QUESTIONS[GOALS] },
    ]);
  });

  it('has a readable question, whichever it is', () => {
    for (const question of Object.values(QUESTIONS)) expect(question).toMatch(/^[A-Z].{10,120}\?$/);
  });
});

describe('confidence', () => {
  const { answers } = situationWith(
    { growth_projection: { current_users: 10 } },
    { performance_requirements: { requests_per_second: 70 } },
  );

  it.each([
    ['complete, clearly better', [{ path: REQUESTS, weight: 1 }], 0.3, 0.95, 'very_high'],
    ['complete, half of a clear margin', [{ path: REQUESTS, weight: 1 }], 0.15, 0.808, 'high'],
    ['complete, nothing compared', [{ path: REQUESTS, weight: 1 }], null, 0.808, 'high'],
    ['complete, a tie', [{ path: REQUESTS, weight: 1 }], 0, 0.665, 'medium'],
    [
      'two thirds',
      [
        { path: REQUESTS, weight: 2 },
        { path: GOALS, weight: 1 },
      ],
      0.3,
      0.633,
      'medium',
    ],
    ['derived', [{ path: GOALS, weight: 1, or: [USERS] }], 0.3, 0.475, 'low'],
    ['nothing known', [{ path: GOALS, weight: 1 }], 1, 0, 'low'],
    ['rests on nothing', [], 1, 0, 'low'],
  ] as const)(
    'is 0.95 x completeness x (0.7 + 0.3 x margin / 0.3): %s',
    (_case, restsOn, margin, score, level) => {
      expect(confidenceOf(answers, restsOn, margin)).toMatchObject({ score, level });
    },
  );

  it.each([
    [0.9, 'very_high'],
    [0.899, 'high'],
    [0.8, 'high'],
    [0.799, 'medium'],
    [0.6, 'medium'],
    [0.599, 'low'],
  ])('%s is %s', (score, level) => {
    expect(levelOf(score)).toBe(level);
  });

  it('never falls when one more answer is given', () => {
    const paths = Object.keys(QUESTIONS) as AnswerPath[]; // the keys of that record
    fc.assert(
      fc.property(arbitraryAssessment(), fc.subarray(paths, { minLength: 1 }), (assessment, used) => {
        const full = situationOf(assessment).answers;
        const poorer = { ...full, technical: {} };
        const restsOn = used.map((path) => ({ path, weight: 1 }));
        const gain = confidenceOf(full, restsOn, null).score - confidenceOf(poorer, restsOn, null).score;
        expect(gain).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('has margins as a share of the larger amount', () => {
    expect(relativeMargin(80, 100)).toBeCloseTo(0.2, 9);
    expect(relativeMargin(100, 80)).toBeCloseTo(0.2, 9);
    expect(relativeMargin(0, 0)).toBe(0);
  });
});

describe('alignment', () => {
  const { answers } = situationWith(
    {
      business_goals: [{ goal: 'Survive the loss of a machine', priority: 'critical' }],
      current_pain_points: ['The monthly bill'],
      budget_constraints: { cost_optimization_priority: 'low' },
    },
    {},
  );

  it('counts what was said: a critical goal 4, a pain point 2, a low cost priority 1', () => {
    expect(demandOf(answers)).toMatchObject({ reliability: 4, cost: 3, security: 0 });
  });

  it('is 1 for what is wanted most, a share for less, 0 for what nobody asked for', () => {
    expect(alignmentOf(answers, { reliability: 1 })).toBe(1);
    expect(alignmentOf(answers, { cost: 0.5 })).toBe(0.75);
    expect(alignmentOf(answers, { reliability: 1, cost: 1 })).toBe(0.875);
    expect(alignmentOf(answers, { security: 1 })).toBe(0);
    expect(alignmentOf(answers, {})).toBe(0);
  });

  it('is one half where nothing was stated', () => {
    expect(alignmentOf(situationWith({}, {}).answers, { cost: 1 })).toBe(0.5);
  });

  it('does not take short words for parts of others', () => {
    const said = (text: string) => demandOf(situationWith({ current_pain_points: [text] }, {}).answers);
    expect(said('We aim at main streets').insight).toBe(0);
    expect(said('AI that sorts mail').insight).toBe(2);
  });

  it('is between 0 and 1, and the same in any order of the lists', () => {
    fc.assert(
      fc.property(arbitraryAssessment(), fc.constantFrom(...THEMES), (assessment, theme) => {
        const score = alignmentOf(situationOf(assessment).answers, { [theme]: 1 });
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('costs', () => {
  const { catalogue } = situationWith({}, {});
  const frankfurt = catalogue.region('aws', 'eu-central-1');
  const machine = catalogue.machines.find((one) => one.name === 'm5.xlarge');
  if (frankfurt === null || machine === undefined) throw new Error('The catalogue has changed');
  const parts = { configuration: {}, reasons: ['because'] };

  it('prices a service by what is used of each meter', () => {
    const objects = catalogue.service('aws/s3');
    const use = { storage_gb_month: 1_000, requests_million_read: 2.5 };
    const service = pricedService(catalogue, objects, frankfurt, use, parts);
    expect(service.estimated_monthly_cost).toBe('25.50'); // 1,000 x 0.0245 + 2.5 x 0.40
    expect(service).toMatchObject({
      provider: 'aws',
      service_category: 'object_storage',
      region: 'eu-central-1',
    });
  });

  it('refuses a meter that the service does not have', () => {
    expect(() =>
      pricedService(catalogue, catalogue.service('aws/s3'), frankfurt, { hour: 1 }, parts),
    ).toThrow();
  });

  it('prices machines by 730 hours', () => {
    const hourly = Number(machineRate(machine, frankfurt).text);
    const service = pricedMachines(catalogue.service('aws/ec2'), machine, frankfurt, 3, parts);
    expect(Number(service.estimated_monthly_cost)).toBeCloseTo(hourly * 730 * 3, 2);
    expect(service.configuration).toMatchObject({ machine_type: 'm5.xlarge', instances: 3 });
  });

  it('takes the dearest known price where the region has none, and says so', () => {
    const nowhere = { ...frankfurt, name: 'eu-nowhere-1' };
    expect(machineRate(machine, nowhere).isEstimated).toBe(true);
    const dearest = Math.max(...Object.values(machine.usdPerHour).map(Number));
    expect(Number(machineRate(machine, nowhere).text)).toBe(dearest);
    expect(
      pricedMachines(catalogue.service('aws/ec2'), machine, nowhere, 1, parts).configuration,
    ).toMatchObject({
      price_is_estimated: true,
    });
  });

  it('sums to the cent what is shown, takes it twelve times, and hours of work at 91 dollars', () => {
    const priced = (cost: string, hours: number) => ({
      ...pricedService(
        catalogue,
        catalogue.service('aws/s3'),
        frankfurt,
        {},
        { ...parts, implementationHours: hours },
      ),
      estimated_monthly_cost: cost,
    });
    expect(costsOf([priced('0.10', 1), priced('0.20', 2)], 7)).toEqual({
      monthly: '0.30',
      yearly: '3.60',
      one_time: '910.00',
    });
    expect(costsOf([])).toEqual({ monthly: '0.00', yearly: '0.00', one_time: '0.00' });
  });
});

describe('an advice', () => {
  const situation = situationWith({}, {});
  const parts: AdviceParts = {
    key: 'one',
    title: `${'long '.repeat(60)}\nend`,
    summary: 'word '.repeat(200),
    reasons: [],
    restsOn: [{ path: REQUESTS, weight: 1 }],
    margin: null,
    serves: { cost: 1 },
    services: [],
    data: { figure: 1 },
    benefits: [],
    steps: [],
    risks: [],
    businessImpact: '',
    tags: ['b', 'a', 'b'],
    priority: 'low',
    category: 'cost',
    pillar: 'cost',
  };

  it('keeps title and summary within their lengths, on one line, and tags in one order', () => {
    const advice = adviceOf(situation, 'cto_agent', parts);
    expect(advice.title.length).toBeLessThanOrEqual(200);
    expect(advice.title).toMatch(/long…$/);
    expect(advice.summary.length).toBeLessThanOrEqual(500);
    expect(advice.tags).toEqual(['a', 'b']);
  });

  it('asks for the answers that it rests on and that are missing', () => {
    expect(adviceOf(situation, 'cto_agent', parts).recommendation_data).toEqual({
      figure: 1,
      confidence: { completeness: 0, margin: null },
      questions: [{ path: REQUESTS, question: QUESTIONS[REQUESTS] }],
    });
  });
});

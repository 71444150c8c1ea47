import { expect, it } from '@jest/globals';
import { adviseOn } from '../../src/features/recommendations/agents/advise.js';
import type { Situation } from '../../src/features/recommendations/advice/situation.js';
import type { Advice, RecommendedService } from '../../src/features/recommendations/recommendation.js';
import { brokenRules, RULES } from './advice-rules.js';
import { situationWith } from './situations.js';

interface Run {
  readonly situation: Situation;
  readonly advice: readonly Advice[];
}

/** What a run that every rule has something to say to would be if it broke one of them. */
const BREAKS = {
  'from 3 to 40, by at least four agents': ({ advice }) => ({ advice: advice.slice(0, 2) }),
  'one primary provider, and a second one only where several are welcome': ({ situation, advice }) => ({
    situation: { ...situation, plan: { ...situation.plan, secondary: 'azure' } },
    advice: withService(advice, { provider: 'azure' }),
  }),
  'nothing outside the residency requirement, and nothing in a cloud where none may be used': (run) => ({
    situation: answering(run, { data_residency_requirements: ['fr'] }, {}),
  }),
  'every required regulation is covered': (run) => ({
    situation: answering(run, { compliance_requirements: ['gdpr', 'hipaa'] }, {}),
  }),
  'no GPU and no platform for learning where learning is no workload': (run) => ({
    situation: answering(run, {}, { workload_types: ['web_application'] }),
  }),
  'a total is the sum of its services': ({ advice }) => ({
    advice: withService(advice, { estimated_monthly_cost: '123456.78' }),
  }),
  'nothing is paid for twice': ({ advice }) => ({
    advice: advice.map((each) => ({
      ...each,
      recommended_services: [...each.recommended_services, ...each.recommended_services],
    })),
  }),
  'confidence is calculated: between 0 and 1, and not the same for all': ({ advice }) => ({
    advice: advice.map((each) => ({ ...each, confidence_score: 0.8 })),
  }),
  'texts are within their bounds, in one line, and say something': ({ advice }) => ({
    advice: advice.map((each) => ({ ...each, reasons: [...each.reasons, 'undefined users'] })),
  }),
  'a key stands once with an agent': ({ advice }) => ({ advice: [...advice, ...advice.slice(0, 1)] }),
  'each service is in the catalogue and offered in its region, with alternatives or none to be had': ({
    advice,
  }) => ({ advice: withService(advice, { region: null }) }),
} satisfies Readonly<Record<keyof typeof RULES, (run: Run) => Partial<Run>>>;

const situation = situationWith(
  {
    compliance_requirements: ['gdpr', 'soc2'],
    data_residency_requirements: ['de'],
    cloud_provider_preference: ['aws'],
    growth_projection: { current_users: 20_000, projected_users_12m: 60_000 },
    current_pain_points: ['Pictures of damaged parts are looked at by hand'],
  },
  { workload_types: ['web_application', 'machine_learning'], database_preferences: ['PostgreSQL'] },
);
const run: Run = {
  situation,
  advice: [...adviseOn(situation).values()].flatMap((findings) => findings.advice),
};

it('keeps every rule where nothing is broken', () => {
  expect(brokenRules(run.situation, run.advice)).toEqual([]);
});

it.each(Object.entries(BREAKS))('finds a run that breaks: %s', (rule, broken) => {
  const { situation: told, advice } = { ...run, ...broken(run) };
  expect(brokenRules(told, advice).filter((fault) => fault.startsWith(`${rule}: `))).not.toEqual([]);
});

it('finds both the GPU and the platform where learning is no workload', () => {
  const told = answering(run, {}, { workload_types: ['web_application'] });
  const faults = RULES['no GPU and no platform for learning where learning is no workload'](told, run.advice);
  expect(faults.some((fault) => fault.endsWith(': GPU'))).toBe(true);
  expect(faults.some((fault) => fault.endsWith(': for learning'))).toBe(true);
});

it('finds a machine with a GPU by its name alone', () => {
  const machine = situation.catalogue.machines.find(({ gpu }) => gpu > 0)?.name ?? '';
  const told = answering(run, {}, { workload_types: ['web_application'] });
  const advice = withService(
    run.advice.filter((each) => each.agent_name !== 'mlops_agent'),
    { configuration: { machine } },
  );
  expect(brokenRules(told, advice).filter((fault) => fault.includes('GPU'))).toHaveLength(1);
});

/** The same plan under other answers, as if it had not heeded them. */
function answering(
  { situation: { answers, ...rest } }: Run,
  business: Partial<Situation['answers']['business']>,
  technical: Partial<Situation['answers']['technical']>,
): Situation {
  return {
    ...rest,
    answers: {
      ...answers,
      business: { ...answers.business, ...business },
      technical: { ...answers.technical, ...technical },
    },
  };
}

/** The first service that is bound to a region, with other facts. */
function withService(advice: readonly Advice[], facts: Partial<RecommendedService>): readonly Advice[] {
  const index = advice.findIndex((each) => typeof each.recommended_services[0]?.region === 'string');
  return advice.map((each, at) => {
    const [first, ...others] = each.recommended_services;
    if (at !== index || first === undefined) return each;
    return { ...each, recommended_services: [{ ...first, ...facts }, ...others] };
  });
}

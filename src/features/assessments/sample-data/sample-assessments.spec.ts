import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../../kernel/duration.js';
import type { AssessmentId, UserId } from '../../../kernel/ids.js';
import type { Assessment } from '../assessment.js';
import { assessmentDetail, createAssessment } from '../assessment.dto.js';
import { toDetail } from '../assessment.mapper.js';
import { businessQuestions } from '../assessment.questions.js';
import type { SampleAssessment } from './sample-assessment.js';
import { SAMPLE_ASSESSMENTS } from './sample-assessments.js';
import { assessmentOf } from './sample-history.js';

const now = new Date('2026-11-23T12:00:00Z');
const all = SAMPLE_ASSESSMENTS.map((sample, index) => ({ sample, stored: storedOf(sample, index) }));
const table = all.map((entry) => [entry.sample.title, entry] as const);

/** Least and most that a range a year allows. */
const YEARLY = {
  under_10k: [0, 10_000],
  '10k_50k': [10_000, 50_000],
  '50k_100k': [50_000, 100_000],
  '100k_500k': [100_000, 500_000],
  '500k_1m': [500_000, 1_000_000],
  over_1m: [1_000_000, Infinity],
} as const;
/** Where the GDPR, or a law made after it, holds. */
const EUROPEAN = 'eu at be ch cz de dk es fr gb ie it nl no pl pt se si'.split(' ');
/** Least and most share of answers: nobody starts the agents on half an assessment. */
const COMPLETENESS = {
  draft: [0, 60],
  in_progress: [20, 95],
  completed: [90, 100],
  failed: [90, 100],
} as const;

function storedOf(sample: SampleAssessment, index: number): Assessment {
  const id = index.toString(16).padStart(24, '0') as AssessmentId; // well-formed
  return assessmentOf(sample, { id, ownerId: 'a'.repeat(24) as UserId, now }); // well-formed
}

describe('the sample assessments', () => {
  it('are at least sixty, no two alike, most of them the user’s', () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    for (const name of ['title', 'description'] as const) {
      expect(new Set(all.map(({ stored }) => stored[name])).size).toBe(all.length);
    }
    const admins = all.filter(({ sample }) => sample.owner === 'admin').length;
    expect(admins).toBeGreaterThan(3);
    expect(admins).toBeLessThan(all.length / 3);
  });

  it('cover every status, industry, size, budget, regulation, priority and kind of work', () => {
    const seen = (pick: (stored: Assessment) => unknown) =>
      new Set(all.flatMap(({ stored }) => pick(stored) as string | string[]));
    const business = (pick: (block: NonNullable<Assessment['business_requirements']>) => unknown) =>
      seen(({ business_requirements: block }) => (block ? pick(block) : null) ?? []);
    // completed ones are stored in progress and completed by a run; only a run is ever at work
    expect(new Set(all.map(({ sample }) => sample.status))).toEqual(
      new Set(['draft', 'in_progress', 'completed', 'failed']),
    );
    expect(seen(({ priority }) => priority).size).toBe(4);
    expect(business(({ industry }) => industry)).toEqual(new Set(businessQuestions.industry.options));
    expect(business(({ company_size }) => company_size)).toEqual(
      new Set(businessQuestions.company_size.options),
    );
    expect(business(({ budget_constraints }) => budget_constraints?.total_budget_range).size).toBe(6);
    expect(business(({ compliance_requirements }) => compliance_requirements).size).toBe(7);
    expect(seen(({ technical_requirements }) => technical_requirements?.workload_types ?? []).size).toBe(9);
    expect(
      seen(({ technical_requirements }) => technical_requirements?.deployment_model ?? []).size,
    ).toBeGreaterThanOrEqual(4);
  });

  it.each(table)('%s: fits the API, on the way in and on the way out', (_, { sample, stored }) => {
    const {
      status: _status,
      ageDays: _age,
      owner: _owner,
      agentsDone: _done,
      failure: _failure,
      ...answers
    } = sample;
    expect(createAssessment.safeParse(answers).error?.issues ?? []).toEqual([]);
    const detail = toDetail(stored);
    expect(assessmentDetail.parse(detail)).toEqual(detail);
  });

  it.each(table)('%s: contradicts nothing that it says itself', (_, { stored }) => {
    expect([...budgetFaults(stored), ...regulationFaults(stored), ...sizeFaults(stored)]).toEqual([]);
  });

  it.each(table)('%s: stands where its times and its workflow say', (_, { stored }) => {
    const { status, progress, created_at, updated_at, started_at, completed_at, agent_states } = stored;
    const states = Object.values(agent_states);
    const ran = status === 'failed';
    expect({
      started: started_at !== null,
      ended: completed_at !== null || progress.progress_percentage === 100,
      workflow: stored.workflow_id !== null,
      agents: states.length > 0,
      running: states.filter(({ state }) => state === 'running').length,
      failed: states.filter(({ state, error }) => state === 'failed' && error !== null).length,
    }).toEqual({
      started: status !== 'draft',
      ended: false,
      workflow: ran,
      agents: ran,
      running: 0,
      failed: status === 'failed' ? 1 : 0,
    });
    const agentTimes = states.flatMap((state) => [state.started_at, state.completed_at]);
    const times = [started_at, ...agentTimes, completed_at, updated_at].flatMap(
      (time) => time?.getTime() ?? [],
    );
    expect(Math.min(...times)).toBeGreaterThanOrEqual(created_at.getTime());
    expect(Math.max(...times)).toBe(updated_at.getTime());
    expect(updated_at.getTime()).toBeLessThanOrEqual(now.getTime());
    expect(created_at.getTime()).toBeGreaterThan(now.getTime() - 200 * DAY_MS);
  });

  it.each(table)('%s: is as complete as its status needs', (_, { sample, stored }) => {
    const [least, most] = COMPLETENESS[sample.status];
    expect(stored.completion_percentage).toBeGreaterThanOrEqual(least);
    expect(stored.completion_percentage).toBeLessThanOrEqual(most);
  });
});

/** What the rules above find wrong, told: an empty list is a good sample. */
type Faults = readonly (string | false)[];
const told = (faults: Faults): readonly string[] => faults.filter((fault) => fault !== false);

function budgetFaults({ business_requirements: business }: Assessment): readonly string[] {
  const range = business?.budget_constraints?.total_budget_range ?? 'under_10k';
  const yearly = 12 * Number(business?.budget_constraints?.monthly_budget_limit ?? YEARLY[range][0] / 12);
  const isPoor = business?.company_size === 'startup' || business?.company_size === 'small';
  return told([
    (yearly < YEARLY[range][0] || yearly > YEARLY[range][1]) && `${yearly} a year is not ${range}`,
    isPoor && yearly > 100_000 && 'a small business with a large budget',
  ]);
}

function regulationFaults({ business_requirements: business }: Assessment): readonly string[] {
  const rules = business?.compliance_requirements ?? [];
  const places = business?.data_residency_requirements ?? [];
  if (rules.length === 0) return [];
  const inAmerica = places.includes('us');
  const inEurope = places.some((place) => EUROPEAN.includes(place));
  const isHealthcare = business?.industry === 'healthcare';
  return told([
    rules.includes('none') && rules.length > 1 && 'none, and some',
    isHealthcare && inAmerica && !rules.includes('hipaa') && 'American patients without HIPAA',
    isHealthcare && inEurope && !rules.includes('gdpr') && 'European patients without GDPR',
    places.includes('eu') && !rules.includes('gdpr') && 'data in the EU without GDPR',
    rules.includes('gdpr') && places.length > 0 && !inEurope && 'GDPR, and no data in Europe',
    rules.includes('ccpa') && places.length > 0 && !inAmerica && 'CCPA, and no data in the USA',
  ]);
}

function sizeFaults(stored: Assessment): readonly string[] {
  const { business_requirements: business, technical_requirements: technical } = stored;
  const { team_structure: team, growth_projection: growth } = business ?? {};
  const { planned_regions: planned, disaster_recovery_regions: fallback } =
    technical?.scalability_requirements ?? {};
  const users = [growth?.current_users, growth?.projected_users_6m, growth?.projected_users_12m];
  const [first = 0, second = 0, third = 0] = users.map((count) => count ?? 0);
  return told([
    (team?.senior_developers ?? 0) > (team?.total_developers ?? 0) &&
      'more senior developers than developers',
    (first > second || second > third) && 'users that become fewer',
    (planned ?? []).some((region) => fallback?.includes(region)) && 'a region that falls back on itself',
    technical?.deployment_model === 'multi_cloud' &&
      business?.multi_cloud_acceptable !== true &&
      'several clouds where one is wanted',
  ]);
}

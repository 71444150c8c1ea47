import { describe, expect, it } from '@jest/globals';
import type { AssessmentId, UserId } from '../../../kernel/ids.js';
import { type Assessment, STATUSES } from '../assessment.js';
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
const EUROPEAN = 'eu at be cz de dk es fr ie it nl no pl pt se si'.split(' ');
const SIZES_THAT_ARE_POOR = ['startup', 'small'];

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
    expect(seen(({ status }) => status)).toEqual(new Set(STATUSES));
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
    const { business_requirements: business, technical_requirements: technical } = stored;
    const { budget_constraints: budget, team_structure: team, growth_projection: growth } = business ?? {};
    const rules = business?.compliance_requirements ?? [];
    const places = business?.data_residency_requirements ?? [];
    if (budget?.total_budget_range && budget.monthly_budget_limit) {
      const [least, most] = YEARLY[budget.total_budget_range];
      const yearly = 12 * Number(budget.monthly_budget_limit);
      expect(yearly).toBeLessThanOrEqual(most);
      expect(yearly).toBeGreaterThanOrEqual(least);
    }
    if (SIZES_THAT_ARE_POOR.includes(business?.company_size ?? '')) {
      expect(['under_10k', '10k_50k', '50k_100k']).toContain(budget?.total_budget_range ?? 'under_10k');
    }
    if (business?.industry === 'healthcare')
      expect(rules.some((rule) => rule === 'hipaa' || rule === 'gdpr')).toBe(true);
    if (business?.industry === 'healthcare' && places.includes('us')) expect(rules).toContain('hipaa');
    if (rules.includes('none')) expect(rules).toEqual(['none']);
    if (rules.includes('gdpr') && places.length > 0) {
      expect(places.some((place) => [...EUROPEAN, 'gb', 'ch'].includes(place))).toBe(true);
    }
    if (places.includes('eu') && rules.length > 0) expect(rules).toContain('gdpr');
    if (rules.includes('ccpa') && places.length > 0) expect(places).toContain('us');
    expect(team?.senior_developers ?? 0).toBeLessThanOrEqual(team?.total_developers ?? 0);
    expect(growth?.current_users ?? 0).toBeLessThanOrEqual(growth?.projected_users_6m ?? 0);
    expect(growth?.projected_users_6m ?? 0).toBeLessThanOrEqual(growth?.projected_users_12m ?? 0);
    const scale = technical?.scalability_requirements;
    const regions = scale?.planned_regions ?? [];
    expect(regions.filter((region) => scale?.disaster_recovery_regions?.includes(region))).toEqual([]);
    if (technical?.deployment_model === 'multi_cloud') expect(business?.multi_cloud_acceptable).toBe(true);
  });

  it.each(table)('%s: stands where its times and its workflow say', (_, { stored }) => {
    const { status, progress, created_at, updated_at, started_at, completed_at, agent_states } = stored;
    const states = Object.values(agent_states);
    for (const time of [updated_at, started_at, completed_at]) {
      expect((time ?? created_at).getTime()).toBeGreaterThanOrEqual(created_at.getTime());
      expect((time ?? created_at).getTime()).toBeLessThanOrEqual(now.getTime());
    }
    expect(started_at !== null).toBe(status !== 'draft');
    expect(completed_at !== null).toBe(status === 'completed');
    expect(now.getTime() - created_at.getTime()).toBeLessThan(200 * 86_400_000);
    const ran = status !== 'draft' && status !== 'in_progress';
    expect(stored.workflow_id !== null).toBe(ran);
    expect(states.length > 0).toBe(ran);
    expect(progress.progress_percentage === 100).toBe(status === 'completed');
    expect(states.filter(({ state }) => state === 'running')).toHaveLength(
      status === 'agent_analysis' ? 1 : 0,
    );
    expect(states.filter(({ state, error }) => state === 'failed' && error !== null)).toHaveLength(
      status === 'failed' ? 1 : 0,
    );
    if (status === 'completed' || status === 'generating_report') {
      expect(states.every(({ state }) => state === 'completed')).toBe(true);
    }
    for (const { started_at: begun, completed_at: ended } of states) {
      if (begun && started_at) expect(begun.getTime()).toBeGreaterThanOrEqual(started_at.getTime());
      expect((ended ?? begun ?? created_at).getTime()).toBeLessThanOrEqual(now.getTime());
    }
    if (ran) expect(stored.completion_percentage).toBeGreaterThanOrEqual(90);
    if (status === 'draft') expect(stored.completion_percentage).toBeLessThan(60);
  });
});

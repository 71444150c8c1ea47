import { describe, expect, it } from '@jest/globals';
import { sampleSituations, situationWith } from '../../../../test/support/situations.js';
import type { Situation } from '../advice/situation.js';
import type { Advice } from '../recommendation.js';
import { adviseOn } from './advise.js';

const adviceOn = (situation: Situation): readonly Advice[] =>
  [...adviseOn(situation).values()].flatMap(({ advice }) => advice);

/** Whatever a person reads; names of services, regions and answers are none of ours. */
function sentencesOf(situation: Situation): readonly string[] {
  return adviceOn(situation).flatMap((advice) => textsOf(advice).filter((text) => /[a-z] /.test(text)));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

const ON_PREMISES = situationWith(
  {
    compliance_requirements: ['gdpr', 'none'],
    data_residency_requirements: ['de'],
    business_goals: [{ goal: 'Read the scanned forms by machine' }],
  },
  { deployment_model: 'on_premises', workload_types: ['web_application', 'database'] },
);
const NOTHING_TO_DO = situationWith(
  { compliance_requirements: ['none'], cloud_provider_preference: ['gcp', 'ibm'] },
  {
    workload_types: ['machine_learning'],
    scalability_requirements: { auto_scaling_required: true },
    performance_requirements: { requests_per_second: 0, concurrent_users: 0 },
  },
);
const ALL = [...sampleSituations(), ['on-premises', ON_PREMISES], ['nothing', NOTHING_TO_DO]] as const;

describe('the sentences of the experts', () => {
  it.each(ALL)('write providers and regulations by their names: %s', (_, situation) => {
    // an answer that is quoted (`current_cloud_providers is aws:`) is what the client wrote
    const own = sentencesOf(situation).map((text) => text.replace(/^[a-z_]+ (?:is|says) .*?[:"] /, ''));
    expect(
      own.filter((text) => /(?:^|[\s(])(?:aws|azure|gcp|gdpr|soc2|pci_dss)(?:[\s,.:)]|$)/.test(text)),
    ).toEqual([]);
  });

  it.each(ALL)('name no saving and no difference of nothing: %s', (_, situation) => {
    const odd =
      /spares up to \$0\.00|\$0\.00 a month (?:cheaper|more)|for \$0\.00 a month\. (?:Carries|No)|^Expect \$0\.00/;
    expect(sentencesOf(situation).filter((text) => odd.test(text))).toEqual([]);
  });

  it.each(ALL)('count in the clauses of regulations only: %s', (_, situation) => {
    expect(sentencesOf(situation).filter((text) => /is none: their clauses|cost a price/.test(text))).toEqual(
      [],
    );
  });

  it('on own sites, tell of no provider, and do not blame the regions', () => {
    const advice = adviceOn(ON_PREMISES);
    const strategy = advice.find(({ key }) => key === 'cloud_strategy');
    const residency = advice.find(({ key }) => key === 'data_residency');
    const { title, summary, reasons, implementation_steps, risks_and_considerations } = strategy ?? {};
    const told = textsOf([title, summary, reasons, implementation_steps, risks_and_considerations]).join(' ');
    expect(told).not.toMatch(/no cloud region|catalogue's services|cost least|the provider/i);
    expect(new Set(reasons).size).toBe(reasons?.length);
    expect(residency).toMatchObject({ title: 'Keep the data on your own sites in DE', priority: 'high' });
    expect(textsOf([residency?.summary, residency?.reasons]).join(' ')).not.toMatch(
      /no region|No cloud region/,
    );
  });

  it('count copies, where the provider runs the application without machines of one’s own', () => {
    const managed = situationWith(
      { team_structure: { devops_engineers: 0, kubernetes_expertise: 1 } },
      { architecture_preference: 'microservices', performance_requirements: { requests_per_second: 300 } },
    );
    const advice = adviceOn(managed);
    expect(advice.find(({ category }) => category === 'compute')?.title).toContain('without machines');
    const counting = advice.filter(({ key }) => ['capacity', 'availability', 'scaling'].includes(key));
    expect(counting.length).toBeGreaterThanOrEqual(2);
    for (const { title, summary } of counting) {
      expect(title).toContain('copies');
      expect(summary).not.toMatch(/\d machines/);
    }
  });

  it('of a database without a standby promise none', () => {
    const single = situationWith(
      {},
      { workload_types: ['database'], performance_requirements: { uptime_percentage: 99 } },
    );
    const database = adviceOn(single).find(({ category }) => category === 'database');
    expect(database?.recommendation_data).toMatchObject({ nodes: 1 });
    expect(database?.business_impact).toContain('back within minutes');
  });
});

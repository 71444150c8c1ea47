import { describe, expect, it } from '@jest/globals';
import { situationWith } from '../../../../test/support/situations.js';
import { ctoAgent } from './cto.agent.js';
import { effortOf } from './cto/effort.js';
import { teamGapOf } from './cto/team.js';

const TEAM = {
  total_developers: 2,
  senior_developers: 0,
  devops_engineers: 0,
  cloud_expertise_level: 1,
  kubernetes_expertise: 1,
};

function adviceOf(situation: ReturnType<typeof situationWith>, key: string) {
  return ctoAgent.advise(situation).advice.find((advice) => advice.key === key);
}

describe('the work and the time for it', () => {
  it('counts controls, workloads and the move by hand', () => {
    const situation = situationWith(
      { compliance_requirements: ['ccpa'], cloud_provider_preference: ['aws'], team_structure: TEAM },
      {
        workload_types: ['web_application', 'api_service'],
        architecture_preference: 'monolith',
        current_cloud_providers: ['Hetzner'],
      },
    );
    const effort = effortOf(situation);
    expect(effort.complianceHours).toBe(12 * 12);
    expect(effort.applicationHours).toBe(160 + 2 * 200);
    expect(effort.migrationHours).toBe(Math.ceil(160 + (situation.sizing.now.storageGib / 1_024) * 8));
    expect(effort.hoursPerMonth).toBe(2 * 110 * 0.5);
    expect(effort.monthsNeeded).toBe(Math.ceil(effort.totalHours / 110));
  });

  it('counts no move for what is at the provider already', () => {
    const there = situationWith(
      { cloud_provider_preference: ['aws'] },
      { current_cloud_providers: ['Amazon Web Services'] },
    );
    expect(effortOf(there).migrationHours).toBe(0);
  });

  it('says by how many months the time is too short, and which goal is due before', () => {
    const situation = situationWith(
      {
        project_timeline_months: 1,
        team_structure: TEAM,
        business_goals: [{ goal: 'Open the shop', timeline_months: 2 }],
      },
      { workload_types: ['web_application', 'database', 'analytics'] },
    );
    const needed = effortOf(situation).monthsNeeded ?? 0;
    const roadmap = adviceOf(situation, 'architecture_roadmap');
    expect(roadmap?.priority).toBe('critical');
    expect(roadmap?.recommendation_data['months_missing']).toBe(needed - 1);
    expect(roadmap?.risks_and_considerations.join(' ')).toContain('"Open the shop" is due in 2 months');
  });

  it('judges no time without a team, and asks for it', () => {
    const situation = situationWith({ project_timeline_months: 3 }, {});
    expect(adviceOf(situation, 'architecture_roadmap')?.summary).toContain('Without the size of the team');
    expect(ctoAgent.advise(situation).questions.map(({ path }) => path)).toContain(
      '/business_requirements/team_structure/total_developers',
    );
  });
});

describe('the team against what is planned', () => {
  it('counts positions by hosting, instances, regulations and uptime', () => {
    const situation = situationWith(
      { team_structure: TEAM, compliance_requirements: ['gdpr', 'soc2'] },
      { architecture_preference: 'monolith', performance_requirements: { uptime_percentage: 99.95 } },
    );
    const gap = teamGapOf(situation, 'machines');
    const byHand = 0.7 + situation.sizing.now.instances * 0.02 + 2 * 0.15 + 1;
    expect(gap.need.operations).toBeCloseTo(byHand, 1);
    expect(gap.operations).toBe(gap.need.operations);
    expect(gap.cloudExpertise).toBe(1);
    expect(gap.trainingHours).toBe(40 * Math.ceil(gap.need.operations));
  });

  it('finds no gap where nothing is missing', () => {
    const able = { ...TEAM, devops_engineers: 3, cloud_expertise_level: 5 };
    const situation = situationWith({ team_structure: able }, { architecture_preference: 'monolith' });
    expect(adviceOf(situation, 'team_fit')?.title).toMatch(/^The team is enough/);
  });
});

describe('strategy', () => {
  it('takes one provider unless two are acceptable and asked for', () => {
    const asked = { deployment_model: 'multi_cloud' } as const;
    const one = situationWith({ multi_cloud_acceptable: false, cloud_provider_preference: ['aws'] }, asked);
    const two = situationWith({ multi_cloud_acceptable: true, cloud_provider_preference: ['aws'] }, asked);
    expect(adviceOf(one, 'cloud_strategy')?.title).toMatch(/^One provider: AWS/);
    expect(adviceOf(two, 'cloud_strategy')?.title).toMatch(/^AWS first, .* second/);
  });

  it('stays on own sites where no region is allowed, and says why', () => {
    const situation = situationWith({ data_residency_requirements: ['ke'] }, {});
    expect(adviceOf(situation, 'cloud_strategy')?.summary).toContain(
      'No region of AWS, Azure or Google Cloud lies in KE',
    );
    expect(adviceOf(situation, 'build_or_buy')?.recommendation_data['bought']).toEqual([]);
  });
});

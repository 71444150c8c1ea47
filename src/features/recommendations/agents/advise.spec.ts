import { describe, expect, it } from '@jest/globals';
import { brokenRules } from '../../../../test/support/advice-rules.js';
import { sampleSituations, situationWith } from '../../../../test/support/situations.js';
import { AGENT_NAMES } from './agent-names.js';
import { AGENTS } from './agents.js';
import { adviseOn, agentsFor } from './advise.js';
import type { Situation } from '../advice/situation.js';

function adviceOn(situation: Situation) {
  return [...adviseOn(situation).values()].flatMap((findings) => findings.advice);
}

describe('a run over each sample assessment', () => {
  it.each(sampleSituations())('%s: nothing contradicts a rule', (_title, situation) => {
    expect(brokenRules(situation, adviceOn(situation))).toEqual([]);
  });
});

describe('which agents are asked', () => {
  it('asks five where nothing calls for the other two', () => {
    const situation = situationWith({}, { workload_types: ['web_application'] }, 'Shop');
    expect(agentsFor(situation)).toEqual([
      'cto_agent',
      'cloud_engineer_agent',
      'infrastructure_agent',
      'compliance_agent',
      'simulation_agent',
    ]);
  });

  it('asks for machine learning where it is a workload, and for bought models where a task is named', () => {
    expect(agentsFor(situationWith({}, { workload_types: ['machine_learning'] }, 'Shop'))).toContain(
      'mlops_agent',
    );
    expect(
      agentsFor(situationWith({ current_pain_points: ['Search finds titles only'] }, {}, 'Shop')),
    ).toContain('ai_consultant_agent');
  });

  it('answers in the fixed order, whatever the order asked in', () => {
    const situation = situationWith({}, {});
    expect([...adviseOn(situation, ['simulation_agent', 'cto_agent']).keys()]).toEqual([
      'cto_agent',
      'simulation_agent',
    ]);
  });

  it('holds every agent under its own name', () => {
    expect(Object.keys(AGENTS)).toEqual([...AGENT_NAMES]);
    for (const name of AGENT_NAMES) expect(AGENTS[name].name).toBe(name);
  });
});

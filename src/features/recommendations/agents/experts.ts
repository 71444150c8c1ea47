import type { Situation } from '../advice/situation.js';
import type { Agent, Findings } from './agent.js';
import type { AgentName } from './agent-names.js';
import { aiConsultantAgent } from './ai-consultant.agent.js';
import { cloudEngineerAgent } from './cloud-engineer.agent.js';
import { complianceAgent } from './compliance.agent.js';
import { ctoAgent } from './cto.agent.js';
import { infrastructureAgent } from './infrastructure.agent.js';
import { mlopsAgent } from './mlops.agent.js';

/** Those who recommend services, in the order of AGENT_NAMES. What they recommend is simulated, so a run asks them twice. */
export const EXPERTS: Readonly<Record<Exclude<AgentName, 'simulation_agent'>, Agent>> = {
  cto_agent: remembering(ctoAgent),
  cloud_engineer_agent: remembering(cloudEngineerAgent),
  infrastructure_agent: remembering(infrastructureAgent),
  mlops_agent: remembering(mlopsAgent),
  compliance_agent: remembering(complianceAgent),
  ai_consultant_agent: remembering(aiConsultantAgent),
};

/** Pure, and a situation never changes: its findings are as good the second time, for as long as anyone holds the situation. */
function remembering(expert: Agent): Agent {
  const known = new WeakMap<Situation, Findings>();
  return {
    name: expert.name,
    advise(situation) {
      const findings = known.get(situation) ?? expert.advise(situation);
      known.set(situation, findings);
      return findings;
    },
  };
}

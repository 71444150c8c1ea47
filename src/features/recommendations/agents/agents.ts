import type { Agent } from './agent.js';
import type { AgentName } from './agent-names.js';
import { aiConsultantAgent } from './ai-consultant.agent.js';
import { cloudEngineerAgent } from './cloud-engineer.agent.js';
import { complianceAgent } from './compliance.agent.js';
import { ctoAgent } from './cto.agent.js';
import { infrastructureAgent } from './infrastructure.agent.js';
import { mlopsAgent } from './mlops.agent.js';
import { simulationAgent } from './simulation.agent.js';

/** All experts, by name and in the order of AGENT_NAMES. */
export const AGENTS: Readonly<Record<AgentName, Agent>> = {
  cto_agent: ctoAgent,
  cloud_engineer_agent: cloudEngineerAgent,
  infrastructure_agent: infrastructureAgent,
  mlops_agent: mlopsAgent,
  compliance_agent: complianceAgent,
  ai_consultant_agent: aiConsultantAgent,
  simulation_agent: simulationAgent,
};

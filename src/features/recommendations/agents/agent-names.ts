/** The experts, in the order in which they work. */
export const AGENT_NAMES = [
  'cto_agent',
  'cloud_engineer_agent',
  'infrastructure_agent',
  'mlops_agent',
  'compliance_agent',
  'ai_consultant_agent',
  'simulation_agent',
] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

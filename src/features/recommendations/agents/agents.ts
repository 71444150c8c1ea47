import type { Agent } from './agent.js';
import type { AgentName } from './agent-names.js';
import { EXPERTS } from './experts.js';
import { simulationAgent } from './simulation.agent.js';

/** All agents, by name and in the order of AGENT_NAMES. */
export const AGENTS: Readonly<Record<AgentName, Agent>> = { ...EXPERTS, simulation_agent: simulationAgent };

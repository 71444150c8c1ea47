import type { Situation } from '../advice/situation.js';
import { AGENT_NAMES, type AgentName } from './agent-names.js';
import type { Findings } from './agent.js';
import { AGENTS } from './agents.js';
import { aiHelps } from './ai-consultant.agent.js';

/**
 * Who is asked where nobody chose: five always; the one for machine learning where it is a workload, the one for bought
 * models where a task that they do well is named.
 */
export function agentsFor(situation: Situation): readonly AgentName[] {
  return AGENT_NAMES.filter((name) => {
    if (name === 'mlops_agent') return situation.plan.machineLearning;
    if (name === 'ai_consultant_agent') return aiHelps(situation);
    return true;
  });
}

/** What each of these agents says, in the order of AGENT_NAMES whatever the order asked in. */
export function adviseOn(
  situation: Situation,
  agentNames: readonly AgentName[] = agentsFor(situation),
): ReadonlyMap<AgentName, Findings> {
  const asked = AGENT_NAMES.filter((name) => agentNames.includes(name));
  return new Map(asked.map((name) => [name, AGENTS[name].advise(situation)]));
}

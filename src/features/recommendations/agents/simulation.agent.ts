import type { Agent } from './agent.js';
import { aiConsultantAgent } from './ai-consultant.agent.js';
import { cloudEngineerAgent } from './cloud-engineer.agent.js';
import { complianceAgent } from './compliance.agent.js';
import { ctoAgent } from './cto.agent.js';
import { infrastructureAgent } from './infrastructure.agent.js';
import { mlopsAgent } from './mlops.agent.js';
import { findingsOf } from './questions.js';
import { budgetAdvice } from './simulation/budget-advice.js';
import { outlookAdvice } from './simulation/outlook-advice.js';
import { simulate } from './simulation/scenarios.js';

/** Simulates what all the other agents recommend. */
export const simulationAgent: Agent = simulationOver([
  ctoAgent,
  cloudEngineerAgent,
  infrastructureAgent,
  mlopsAgent,
  complianceAgent,
  aiConsultantAgent,
]);

/**
 * Capacity and cost over 36 months, and the total against the budget.
 * @param experts the other agents: what they recommend is what is simulated, so that totals agree to the cent. They are asked
 * whether or not a run asks them.
 */
export function simulationOver(experts: readonly Agent[]): Agent {
  return {
    name: 'simulation_agent',
    advise(situation) {
      const others = experts.flatMap((expert) => expert.advise(situation).advice);
      const services = others.flatMap((advice) => advice.recommended_services);
      const scenarios = simulate(situation, services);
      const budget = budgetAdvice(situation, others, scenarios);
      return findingsOf([outlookAdvice(situation, scenarios), ...(budget === null ? [] : [budget])]);
    },
  };
}

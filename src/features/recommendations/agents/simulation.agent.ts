import type { Agent } from './agent.js';
import { EXPERTS } from './experts.js';
import { findingsOf } from './questions.js';
import { budgetAdvice } from './simulation/budget-advice.js';
import { outlookAdvice } from './simulation/outlook-advice.js';
import { simulate } from './simulation/scenarios.js';

/**
 * Capacity and cost over 36 months, and the total against the budget. What all the experts recommend is what is simulated, so that
 * totals agree to the cent; they are asked whether or not a run asks them.
 */
export const simulationAgent: Agent = {
  name: 'simulation_agent',
  advise(situation) {
    const others = Object.values(EXPERTS).flatMap((expert) => expert.advise(situation).advice);
    const services = others.flatMap((advice) => advice.recommended_services);
    const scenarios = simulate(situation, services);
    const budget = budgetAdvice(situation, others, scenarios);
    return findingsOf([outlookAdvice(situation, scenarios), ...(budget === null ? [] : [budget])]);
  },
};

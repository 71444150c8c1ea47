import type { Agent } from './agent.js';
import { availabilityAdvice } from './infrastructure/availability-advice.js';
import { backupAdvice } from './infrastructure/backup-advice.js';
import { capacityAdvice } from './infrastructure/capacity-advice.js';
import { recoveryAdvice } from './infrastructure/recovery-advice.js';
import { scalingAdvice } from './infrastructure/scaling-advice.js';
import { findingsOf } from './questions.js';

/** Capacity, scaling, availability, recovery after a disaster, backup. */
export const infrastructureAgent: Agent = {
  name: 'infrastructure_agent',
  advise(situation) {
    const advice = [
      capacityAdvice(situation),
      scalingAdvice(situation),
      availabilityAdvice(situation),
      recoveryAdvice(situation),
      backupAdvice(situation),
    ];
    return findingsOf(advice.filter((one) => one !== null));
  },
};

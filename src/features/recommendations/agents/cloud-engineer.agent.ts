import type { Situation } from '../advice/situation.js';
import type { Advice } from '../recommendation.js';
import type { Agent } from './agent.js';
import { computeAdvice } from './cloud/compute-advice.js';
import { onPremisesAdvice } from './cloud/on-premises-advice.js';
import { adviceForPart } from './cloud/part.js';
import { partsOf } from './cloud/parts.js';
import { providerComparison } from './cloud/provider-comparison.js';
import { shapeOf } from './cloud/shape.js';
import { findingsOf } from './questions.js';

/** Compute, data, messages, files, edge and network: which services, of what size, at what price, and what the others ask. */
export const cloudEngineerAgent: Agent = {
  name: 'cloud_engineer_agent',
  advise(situation) {
    return findingsOf(situation.plan.region === null ? [onPremisesAdvice(situation)] : inTheCloud(situation));
  },
};

function inTheCloud(situation: Situation): readonly Advice[] {
  const shape = shapeOf(situation);
  const parts = partsOf(situation, shape);
  return [
    computeAdvice(situation, shape),
    ...parts.map((part) => adviceForPart(situation, part)),
    providerComparison(situation, shape, parts),
  ];
}

import type { Agent } from './agent.js';
import { buildOrBuyAdvice } from './cto/build-or-buy-advice.js';
import { effortOf } from './cto/effort.js';
import { roadmapAdvice } from './cto/roadmap-advice.js';
import { strategyAdvice } from './cto/strategy-advice.js';
import { teamAdvice } from './cto/team-advice.js';
import { teamGapOf } from './cto/team.js';
import { findingsOf } from './questions.js';

/**
 * Strategy, build or buy, the architecture and the way to it, and whether team and time are enough. Asks also what the plan
 * as a whole lacks, because it speaks first.
 */
export const ctoAgent: Agent = {
  name: 'cto_agent',
  advise(situation) {
    const effort = effortOf(situation);
    const gap = teamGapOf(situation, effort.hosting);
    const advice = [
      strategyAdvice(situation, effort),
      buildOrBuyAdvice(situation, effort, gap),
      roadmapAdvice(situation, effort, gap),
      teamAdvice(situation, effort, gap),
    ];
    return findingsOf(advice, situation.questions);
  },
};

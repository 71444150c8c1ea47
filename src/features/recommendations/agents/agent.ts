import type { OpenQuestion } from '../advice/open-question.js';
import type { Situation } from '../advice/situation.js';
import type { Advice } from '../recommendation.js';
import type { AgentName } from './agent-names.js';

/** What one agent says; no advice is a fine answer. */
export interface Findings {
  readonly advice: readonly Advice[];
  readonly questions: readonly OpenQuestion[];
}

/** An expert: a pure function of the situation, which is one of the assessment and the catalogue. Never throws for missing answers. */
export interface Agent {
  readonly name: AgentName;
  advise(situation: Situation): Findings;
}

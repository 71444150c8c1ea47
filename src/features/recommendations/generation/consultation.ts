import { Injectable } from '@nestjs/common';
import type { Assessment } from '../../assessments/index.js';
import type { TaskId } from '../../tasks/index.js';
import { makeSituation } from '../advice/make-situation.js';
import type { Situation } from '../advice/situation.js';
import { agentsFor } from '../agents/advise.js';
import type { Findings } from '../agents/agent.js';
import type { AgentName } from '../agents/agent-names.js';
import { AGENTS } from '../agents/agents.js';
import { loadCatalogue } from '../catalogue/catalogue.js';
import { answersFor } from '../rests-on.js';
import type { GenerationInput } from './generation-input.js';
import { agentsAtWork, type Workflow } from './workflow.js';

/** A run as it was asked for, by the task that it is. */
export interface AskedRun {
  readonly id: TaskId;
  readonly input: GenerationInput;
}

/** Brings an assessment before the experts. */
@Injectable()
export class Consultation {
  /** Checked when the application is made: a catalogue with faults does not start. */
  private readonly catalogue = loadCatalogue();

  /** What the experts look at: the answers, with what the run was asked to go by instead. */
  situationOf(assessment: Assessment, input: GenerationInput): Situation {
    return makeSituation(
      { ...answersFor(assessment), priority: input.priority ?? assessment.priority },
      this.catalogue,
      {
        monthlyBudgetLimit: input.monthlyBudgetLimit ?? undefined,
        preferredProviders: input.preferredProviders ?? undefined,
      },
    );
  }

  /**
   * Who is asked: those that were named, else those that the run was accepted with, else (it is being accepted) whoever the
   * answers call for. So an answer that changes while a run waits does not make it another run than was promised.
   */
  workflowOf({ id: taskId, input }: AskedRun, assessment: Assessment): Workflow {
    const id = `wf_${taskId}`;
    if (input.agentNames !== null) return { id, agents: input.agentNames, partial: true };
    const agents = agentsAtWork(assessment, id) ?? agentsFor(this.situationOf(assessment, input));
    return { id, agents, partial: false };
  }

  ask(name: AgentName, situation: Situation): Findings {
    return AGENTS[name].advise(situation);
  }
}

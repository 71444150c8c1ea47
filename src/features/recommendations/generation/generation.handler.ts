import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AnnouncedWrite } from '../../../events/index.js';
import { systemClock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/errors.js';
import type { AssessmentId } from '../../../kernel/ids.js';
import { type DatabaseSession, isLate } from '../../../platform/database/index.js';
import {
  type Assessment,
  type AssessmentChanges,
  assessmentNotFound,
  AssessmentsRepository,
} from '../../assessments/index.js';
import { type RunningTask, type Task, type TaskHandler, TaskHandlers } from '../../tasks/index.js';
import type { Findings } from '../agents/agent.js';
import type { AgentName } from '../agents/agent-names.js';
import type { Situation } from '../advice/situation.js';
import { InteractionsRemoval, RankingService } from '../ranking/index.js';
import { RecommendationSetsRepository } from '../recommendation-sets.repository.js';
import { restsOn } from '../rests-on.js';
import { Consultation } from './consultation.js';
import { GENERATION, type GenerationInput } from './generation-input.js';
import { candidatesOf, reportOf } from './report.js';
import {
  ended,
  failed,
  movedTo,
  percentageBefore,
  undone,
  type Workflow,
  type WorkflowStep,
} from './workflow.js';

type Run = RunningTask<GenerationInput>;

const ABBREVIATIONS: Readonly<Record<string, string>> = { cto: 'CTO', mlops: 'MLOps', ai: 'AI' };

/**
 * Makes the recommendations of an assessment: asks the agents one after the other, ranks what they say, and puts it in the
 * place of what stood there. Until that last transaction a reader sees the old set, from it on the new one.
 */
@Injectable()
export class GenerationHandler implements TaskHandler<GenerationInput>, OnModuleInit {
  readonly kind = GENERATION;

  constructor(
    private readonly assessments: AssessmentsRepository,
    private readonly sets: RecommendationSetsRepository,
    private readonly consultation: Consultation,
    private readonly ranking: RankingService,
    private readonly interactions: InteractionsRemoval,
    private readonly handlers: TaskHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this);
  }

  async run(task: Run): Promise<void> {
    const assessment = await this.assessments.findById(task.assessmentId);
    if (assessment === null) throw assessmentNotFound();
    const situation = this.consultation.situationOf(assessment, task.input);
    const workflow = this.consultation.workflowOf(task, assessment);
    const findings = await this.askAgents(task, workflow, situation);
    const advice = findings.flatMap((each) => each.advice);
    await this.moveTo(task, workflow, 'ranking', 'Putting the recommendations in order.');
    const ranked = await this.ranking.order(assessment, candidatesOf(assessment, advice, now()));
    await this.moveTo(task, workflow, 'report', 'Writing the report.');
    const report = reportOf(assessment, workflow, ranked, findings);
    const doneAt = now();
    const { assessmentId, userId } = task;
    const agents = workflow.partial ? workflow.agents : null;
    await task.complete(
      report,
      [{ type: 'recommendations.regenerated', assessmentId, userId }],
      async (write, session) => {
        // first, for its fence: what the collection is given next cannot have one
        await this.moveAssessment(
          assessmentId,
          (current) => ended(workflow, current, doneAt),
          write,
          session,
        );
        const replacement = {
          ...{ assessmentId, userId, agents, advice },
          restsOn: restsOn(assessment),
          now: doneAt,
        };
        const gone = await this.sets.replace(replacement, write, session);
        await this.interactions.removeOfRecommendations(gone, write, session);
      },
    );
  }

  async onEnded(
    task: Task,
    end: 'FAILURE' | 'CANCELLED',
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    const at = now();
    const decide = (current: Assessment): AssessmentChanges =>
      end === 'CANCELLED' ? undone(current, at) : failed(current, task.error ?? 'It failed.', at);
    const moved = await this.assessments.moveWorkflow(task.assessmentId, decide, write, session);
    if (moved === null && isLate(write)) throw tooLate(); // else it is gone, and its task goes with it
  }

  private async askAgents(task: Run, workflow: Workflow, situation: Situation): Promise<readonly Findings[]> {
    const findings: Findings[] = [];
    for (const name of workflow.agents) {
      await this.moveTo(task, workflow, name, `The ${spoken(name)} is at work.`);
      findings.push(this.ask(name, situation));
      await nextTurn(); // agents calculate: between two of them, others get their turn
    }
    return findings;
  }

  /** What an agent stumbles over it would stumble over again: not worth another attempt. */
  private ask(name: AgentName, situation: Situation): Findings {
    try {
      return this.consultation.ask(name, situation);
    } catch (cause) {
      throw new DomainError('internal', 'agent_failed', `The ${name} came to no result.`, { cause });
    }
  }

  private moveTo(task: Run, workflow: Workflow, step: WorkflowStep, message: string): Promise<void> {
    const at = now();
    return task.move(
      { currentStep: step, progress: percentageBefore(workflow, step), message },
      (write, session) =>
        this.moveAssessment(
          task.assessmentId,
          (current) => movedTo(workflow, step, current, at),
          write,
          session,
        ),
    );
  }

  private async moveAssessment(
    id: AssessmentId,
    decide: (current: Assessment) => AssessmentChanges,
    write: AnnouncedWrite,
    session: DatabaseSession,
  ): Promise<void> {
    const moved = await this.assessments.moveWorkflow(id, decide, write, session);
    if (moved === null) throw isLate(write) ? tooLate() : assessmentNotFound();
  }
}

/** The name as people write it: `cto_agent` is the CTO agent. */
function spoken(agent: AgentName): string {
  const [first = '', ...rest] = agent.split('_');
  return [ABBREVIATIONS[first] ?? first, ...rest].join(' ');
}

function tooLate(): DomainError {
  return new DomainError(
    'unavailable',
    'too_late',
    'There was no time left for the change; nothing was changed.',
  );
}

function now(): Date {
  return new Date(systemClock.wallMs());
}

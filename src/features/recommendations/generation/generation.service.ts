import { Injectable } from '@nestjs/common';
import { systemClock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/errors.js';
import { type AssessmentId, isObjectId, type UserId } from '../../../kernel/ids.js';
import type { Caller } from '../../../platform/security/caller.js';
import {
  type Assessment,
  assertMayWrite,
  assessmentNotFound,
  AssessmentsRepository,
} from '../../assessments/index.js';
import { type SubmittedTask, type Task, Tasks, type TaskSubmission } from '../../tasks/index.js';
import type { GenerateRecommendations, GenerationAccepted } from '../recommendations.dto.js';
import { Consultation } from './consultation.js';
import { GENERATION, type GenerationInput, inputOf } from './generation-input.js';
import { Turns } from './turns.js';
import { accepted } from './workflow.js';

interface SubmittedRun extends SubmittedTask {
  /** As the acceptance left it; null where the task was there before. */
  readonly assessment: Assessment | null;
}

/** Above what a burst of hundreds takes, below what a client would wait for. */
const LONGEST_WAIT_MS = 30_000;

/** The verb that has an assessment's recommendations made. */
@Injectable()
export class GenerationService {
  /** Of a burst one is accepted after the other: it takes as long, and readers get through in between. */
  private readonly accepting = new Turns(LONGEST_WAIT_MS, systemClock);

  constructor(
    private readonly assessments: AssessmentsRepository,
    private readonly tasks: Tasks,
    private readonly consultation: Consultation,
  ) {}

  /**
   * Accepts a run, or tells of the one that is under way. Whatever the assessment's status: missing answers lower the
   * confidence of what is found, nothing else.
   * @param idempotencyKey the header, or undefined: then every request that comes after the end of a run begins a new one
   */
  async generate(
    caller: Caller,
    id: string,
    body: GenerateRecommendations | undefined,
    idempotencyKey?: string,
  ): Promise<GenerationAccepted> {
    assertIdempotencyKey(idempotencyKey);
    return this.accepting.take(() => this.accept(caller, id, inputOf(body), idempotencyKey));
  }

  /** Makes the task, and the assessment the workflow's from now on. */
  async submit(
    { id: assessmentId, user_id: userId }: { readonly id: AssessmentId; readonly user_id: UserId },
    input: GenerationInput,
    asked: Pick<TaskSubmission, 'requestedBy' | 'idempotencyKey'> = {},
  ): Promise<SubmittedRun> {
    let left: Assessment | null = null;
    const submitted = await this.tasks.submit({
      kind: GENERATION,
      assessmentId,
      userId,
      input,
      ...asked,
      alongside: async (write, session, task) => {
        const at = new Date(systemClock.wallMs());
        const accept = (current: Assessment) =>
          accepted(this.consultation.workflowOf({ id: task.id, input }, current), current, at);
        left = await this.assessments.moveWorkflow(assessmentId, accept, write, session);
        if (left === null) throw assessmentNotFound();
      },
    });
    return { ...submitted, assessment: submitted.created ? left : null };
  }

  private async accept(
    caller: Caller,
    id: string,
    input: GenerationInput,
    idempotencyKey: string | undefined,
  ): Promise<GenerationAccepted> {
    const assessment = await this.existing(id);
    assertMayWrite(assessment.user_id, caller);
    const {
      task,
      created,
      assessment: left,
    } = await this.submit(assessment, input, {
      requestedBy: caller.userId,
      idempotencyKey,
    });
    const { id: workflowId, agents } = this.consultation.workflowOf(
      { id: task.id, input: inputOfTask(task) },
      left ?? (await this.existing(id)), // as the run that was accepted left it
    );
    return {
      message: created ? 'The agents are at work.' : 'A run was begun before this request; this is the one.',
      assessment_id: assessment.id,
      workflow_id: workflowId,
      task_id: task.id,
      agents_triggered: [...agents],
      status: 'in_progress',
    };
  }

  private async existing(id: string): Promise<Assessment> {
    const known = isObjectId(id) ? (id.toLowerCase() as AssessmentId) : null; // an ObjectId's text
    const found = known === null ? null : await this.assessments.findById(known);
    if (found === null) throw assessmentNotFound();
    return found;
  }
}

/** Nothing but this service makes tasks about assessments. */
function inputOfTask({ input }: Task): GenerationInput {
  return input as GenerationInput; // what `submit` gave it
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

function assertIdempotencyKey(key: string | undefined): void {
  if (key === undefined || IDEMPOTENCY_KEY.test(key)) return;
  throw new DomainError(
    'invalid',
    'invalid_idempotency_key',
    'An Idempotency-Key has 1 to 200 printable ASCII characters and no spaces.',
  );
}

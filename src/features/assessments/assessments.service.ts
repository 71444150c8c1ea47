import { Injectable } from '@nestjs/common';
import { etagOf, ifMatchHolds, jsonBytes } from '../../cache/index.js';
import { type AnnouncedWrite, DomainEvents } from '../../events/index.js';
import { systemClock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { type AssessmentId, isObjectId } from '../../kernel/ids.js';
import { isLate } from '../../platform/database/index.js';
import { pageAnswer } from '../../platform/http/index.js';
import type { Caller } from '../../platform/security/caller.js';
import {
  assertMayCreate,
  assertMayList,
  assertMayRead,
  assertMayWrite,
  assessmentNotFound,
} from './assessment.access.js';
import { changesOf, newAssessment } from './assessment.changes.js';
import type {
  AssessmentDetail,
  AssessmentPage,
  CreateAssessment,
  ListAssessments,
  UpdateAssessment,
} from './assessment.dto.js';
import { type Assessment, haveSameAnswers, isWorkflowRunning } from './assessment.js';
import { toDetail } from './assessment.mapper.js';
import { AssessmentParts } from './assessment-parts.js';
import { AssessmentsRepository } from './assessments.repository.js';

/** In every round of concurrent writers one gets through, so as many at once all do. */
const ATTEMPTS = 64;

/** The verbs of assessments: access, announced write or read, map. */
@Injectable()
export class AssessmentsService {
  constructor(
    private readonly repository: AssessmentsRepository,
    private readonly parts: AssessmentParts,
    private readonly events: DomainEvents,
  ) {}

  async create(caller: Caller, body: CreateAssessment): Promise<AssessmentDetail> {
    assertMayCreate(caller);
    const ownerId = caller.userId;
    const created = newAssessment(body, { id: this.repository.newId(), ownerId, now: now(), source: 'api' });
    await this.events.during(
      { type: 'assessment.created', assessmentId: created.id, userId: ownerId },
      (write) => this.repository.insert([created], write),
    );
    return toDetail(created);
  }

  async list(caller: Caller, query: ListAssessments): Promise<AssessmentPage> {
    const { scope, status_filter: status, priority_filter: priority } = query;
    assertMayList(scope, caller);
    const ownerId = scope === 'all' ? null : caller.userId;
    const found = await this.repository.page({ ownerId, status, priority }, query);
    return pageAnswer(found, query, toDetail);
  }

  async get(caller: Caller, id: string): Promise<AssessmentDetail> {
    const assessment = await this.existing(id);
    assertMayRead(assessment.user_id, caller);
    return toDetail(assessment);
  }

  /** @param ifMatch the header, or undefined: then the last write wins */
  async update(
    caller: Caller,
    id: string,
    body: UpdateAssessment,
    ifMatch?: string,
  ): Promise<AssessmentDetail> {
    const found = await this.existingThat(id, (assessment) => {
      assertMayWrite(assessment.user_id, caller);
      assertCurrent(assessment, ifMatch);
      changesOf(assessment, body, now()); // what the state does not allow is refused before anything is announced
    });
    const updated = await this.events.during(
      { type: 'assessment.updated', assessmentId: found.id, userId: found.user_id },
      (write) =>
        this.onCurrent(found, ifMatch, write, (current) =>
          this.repository.change(current, changesOf(current, body, now()), write),
        ),
    );
    return toDetail(updated);
  }

  /** @param ifMatch the header, or undefined: then whatever stands there goes */
  async delete(caller: Caller, id: string, ifMatch?: string): Promise<void> {
    const found = await this.existing(id);
    assertMayWrite(found.user_id, caller);
    assertCurrent(found, ifMatch);
    await this.parts.halt([found.id]);
    const precondition = await this.afterHalt(found, ifMatch);
    await this.events.during(
      { type: 'assessment.deleted', assessmentId: found.id, userId: found.user_id },
      (write) =>
        this.onCurrent(found, precondition, write, async (current) =>
          (await this.repository.delete(current, write, this.parts.removal)) ? current : null,
        ),
    );
  }

  /** The condition to go on with: to halt a workflow changes the assessment, and that was us. */
  private async afterHalt(found: Assessment, ifMatch: string | undefined): Promise<string | undefined> {
    if (ifMatch === undefined || !isWorkflowRunning(found.status)) return ifMatch;
    const halted = await this.existing(found.id);
    return haveSameAnswers(found, halted) ? etagOf(jsonBytes(toDetail(halted))) : ifMatch;
  }

  /**
   * Runs `attempt` on the revision that is current, and again on the next one where somebody else was faster; with an
   * `If-Match` the client wants to hear of that instead.
   */
  private async onCurrent(
    found: Assessment,
    ifMatch: string | undefined,
    write: AnnouncedWrite,
    attempt: (current: Assessment) => Promise<Assessment | null>,
  ): Promise<Assessment> {
    let current = found;
    for (let tries = 0; tries < ATTEMPTS; tries += 1) {
      const done = await attempt(current);
      if (done !== null) return done;
      if (isLate(write)) break;
      current = await this.existing(found.id);
      assertCurrent(current, ifMatch);
    }
    throw new DomainError(
      'unavailable',
      'assessment_busy',
      'Others were changing this assessment all the while; nothing was written.',
      { retryAfterS: 1 },
    );
  }

  /**
   * What a write starts from, once `check` throws nothing. The write has its own condition, so that a revision which is no
   * longer the latest does no harm, and costs less to read; a refusal must rest on the latest.
   */
  private async existingThat(id: string, check: (found: Assessment) => void): Promise<Assessment> {
    try {
      const found = await this.existing(id, { latest: false });
      check(found);
      return found;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      const found = await this.existing(id);
      check(found);
      return found;
    }
  }

  private async existing(id: string, options?: { readonly latest: boolean }): Promise<Assessment> {
    const found = isObjectId(id) ? await this.repository.findById(assessmentId(id), options) : null;
    if (found === null) throw assessmentNotFound();
    return found;
  }
}

function assessmentId(id: string): AssessmentId {
  return id.toLowerCase() as AssessmentId; // only called with an ObjectId's text
}

function assertCurrent(assessment: Assessment, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatchHolds(ifMatch, etagOf(jsonBytes(toDetail(assessment))))) return;
  throw new DomainError(
    'precondition_failed',
    'assessment_changed',
    'The assessment has changed since it was read; nothing was written. Read it again.',
  );
}

function now(): Date {
  return new Date(systemClock.wallMs());
}

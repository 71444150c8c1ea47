import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainEvents } from '../../../events/index.js';
import { systemClock } from '../../../kernel/clock.js';
import type { UserId } from '../../../kernel/ids.js';
import { type Config, CONFIG } from '../../../platform/config/index.js';
import { DatabaseService } from '../../../platform/database/index.js';
import { SampleAdmin } from '../../../platform/security/sample-admin.js';
import { PasswordHasher, type User, UsersRepository } from '../../users/index.js';
import type { Assessment } from '../assessment.js';
import { AssessmentParts } from '../assessment-parts.js';
import { AssessmentsRepository } from '../assessments.repository.js';
import { SAMPLE_ACCOUNTS, type SampleAccount } from './sample-accounts.js';
import { SAMPLE_ASSESSMENTS } from './sample-assessments.js';
import { assessmentOf } from './sample-history.js';
import { SampleMarkerRepository } from './sample-marker.repository.js';

/** What was made, and the only place where the passwords stand in plain text. */
export interface SampleDataResult {
  readonly accounts: readonly {
    readonly email: string;
    readonly password: string;
    readonly role: SampleAccount['role'];
  }[];
  readonly assessments: number;
  /** To be called when the passwords have been shown: until then a new start makes everything anew. */
  told(): Promise<void>;
}

/** Runs the workflow of these assessments. */
export type SampleWorkflow = (assessments: readonly Assessment[]) => Promise<void>;

const PASSWORD_BYTES = 12;

/** Fills an empty embedded database with accounts and assessments that one can try the service on. */
@Injectable()
export class SampleData {
  private complete: SampleWorkflow | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DatabaseService,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordHasher,
    private readonly assessments: AssessmentsRepository,
    private readonly parts: AssessmentParts,
    private readonly marker: SampleMarkerRepository,
    private readonly events: DomainEvents,
    private readonly sampleAdmin: SampleAdmin,
  ) {}

  /** The feature that has the workflow gives it: what is to be completed is completed by a real run. */
  completeWith(workflow: SampleWorkflow): void {
    this.complete = workflow;
  }

  /**
   * Makes the sample data where it belongs: outside production, in the embedded database, while that holds nothing but
   * the operator's own administrator. null where it does not. To be called after the application's `init` and before
   * `listen`, so that nobody uses what may yet be made anew.
   */
  async make(): Promise<SampleDataResult | null> {
    if (this.config.production || !this.config.sampleData || !this.database.embedded) return null;
    const state = await this.marker.state();
    if (state === 'told') await this.rememberAdmin();
    if (state === 'told' || (state === null && !(await this.isEmpty()))) return null;
    await this.marker.set('making');
    await this.removeRemains();
    const accounts = await Promise.all(SAMPLE_ACCOUNTS.map((account) => this.addAccount(account)));
    for (const { user, role } of accounts) if (role === 'admin') this.sampleAdmin.remember(user.id);
    const toComplete: Assessment[] = [];
    for (const { user, owns } of accounts) {
      if (owns !== null) toComplete.push(...(await this.addAssessments(user.id, owns)));
    }
    await this.complete?.(toComplete);
    return {
      accounts: accounts.map(({ user, password, role }) => ({ email: user.email, password, role })),
      assessments: SAMPLE_ASSESSMENTS.length,
      told: () => this.marker.set('told'),
    };
  }

  /** Of an earlier start: its password was told then and is known to nobody else. */
  private async rememberAdmin(): Promise<void> {
    const [admin] = SAMPLE_ACCOUNTS.filter(({ role }) => role === 'admin');
    const found = admin === undefined ? null : await this.users.findByEmail(admin.email);
    if (found?.user.role === 'admin') this.sampleAdmin.remember(found.user.id);
  }

  private async isEmpty(): Promise<boolean> {
    const one = { page: 1, limit: 1 };
    const everybody = await this.users.page({}, one);
    const operators = await this.users.page({ role: 'super_admin' }, one);
    const assessments = await this.assessments.page({ ownerId: null }, one);
    return everybody.total === operators.total && assessments.total === 0;
  }

  /** What an earlier start left that was ended before anybody was told the passwords. */
  private async removeRemains(): Promise<void> {
    for (const { email } of SAMPLE_ACCOUNTS) {
      const found = await this.users.findByEmail(email);
      if (found === null) continue;
      const userId = found.user.id;
      const assessmentIds = await this.assessments.idsOf(userId, SAMPLE_ASSESSMENTS.length);
      await this.parts.halt(assessmentIds);
      await this.events.during({ type: 'user.deleted', userId, assessmentIds }, async (write) => {
        await this.assessments.deleteOf(userId, assessmentIds, write, this.parts.removal);
        await this.users.remove(found.user, write);
      });
    }
  }

  private async addAccount(
    account: SampleAccount,
  ): Promise<SampleAccount & { user: User; password: string }> {
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    const passwordHash = await this.passwords.hash(password);
    const { email, fullName, jobTitle, companyName, role } = account;
    const user = await this.users.insert({ email, fullName, jobTitle, companyName, role, passwordHash });
    return { ...account, user, password };
  }

  /**
   * One announcement for all of an owner's: what a creation makes stale is what shows the owner's assessments. Gives those
   * that are to be completed.
   */
  private async addAssessments(ownerId: UserId, owner: 'user' | 'admin'): Promise<readonly Assessment[]> {
    const now = new Date(systemClock.wallMs());
    const samples = SAMPLE_ASSESSMENTS.filter((sample) => (sample.owner ?? 'user') === owner);
    const made = samples.map((sample) => ({
      isToComplete: sample.status === 'completed',
      assessment: assessmentOf(sample, { id: this.assessments.newId(), ownerId, now }),
    }));
    const [first] = made;
    if (first === undefined) return [];
    const all = made.map(({ assessment }) => assessment);
    await this.events.during(
      { type: 'assessment.created', assessmentId: first.assessment.id, userId: ownerId },
      (write) => this.assessments.insert(all, write),
    );
    return made.filter(({ isToComplete }) => isToComplete).map(({ assessment }) => assessment);
  }
}

import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { DomainEvents } from '../../../src/events/index.js';
import { eventually, type SignedIn } from '../../support/app.js';
import { ASSESSMENTS, startWorld, type World } from '../assessments/world.js';

export const RECOMMENDATIONS = '/api/v2/recommendations';
const RUN_LIMIT_MS = 60_000;

export interface List {
  readonly recommendations: readonly Recommendation[];
  readonly total: number;
  readonly assessment_id: string;
  readonly summary: Readonly<Record<string, unknown>>;
}

/** What tests look at of a recommendation. */
export interface Recommendation {
  readonly id: string;
  readonly assessment_id: string;
  readonly agent_name: string;
  readonly title: string;
  readonly category: string;
  readonly confidence_score: number;
  readonly total_estimated_monthly_cost: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What tests look at of the answer to a request for a run. */
export interface Accepted {
  readonly task_id: string;
  readonly workflow_id: string;
  readonly agents_triggered: readonly string[];
}

export interface RecommendationsWorld extends World {
  /** How many documents a collection has about an assessment. */
  count(collection: 'recommendations' | 'tasks', assessmentId: string): Promise<number>;
  /** Begins a run. */
  begin(caller: SignedIn, assessmentId: string, body?: object): Promise<Accepted>;
  /** Runs to the end of the run. */
  generate(caller: SignedIn, assessmentId: string, body?: object): Promise<Accepted>;
  list(caller: SignedIn, assessmentId: string, query?: object): Promise<List>;
  /** Leaves the recommendations as a version made them that did not keep what they rest on. */
  forgetWhatItRestsOn(assessmentId: string): Promise<void>;
  /** Holds the `nth` write of the assessment's workflow from now on; 1 is the acceptance of a run, 2 its beginning. */
  hold(assessmentId: string, nth: number): Held;
}

/** A write of a workflow that is kept from happening. */
export interface Held {
  /** Resolves when it is about to happen. */
  readonly reached: Promise<void>;
  release(): void;
}

export async function startRecommendations(env: Record<string, string> = {}): Promise<RecommendationsWorld> {
  const world = await startWorld(env);
  const connection = world.app.get<Connection>(getConnectionToken());
  const begin: RecommendationsWorld['begin'] = async (caller, id, body = {}) =>
    (await caller.http.post(`${RECOMMENDATIONS}/${id}/generate`).send(body).expect(202)).body;
  const holds = new Set<Hold>();
  world.app.get(DomainEvents).join({
    async begin(events) {
      for (const event of events) {
        if (event.type !== 'workflow.progressed') continue;
        for (const hold of holds) if (hold.assessmentId === event.assessmentId) await hold.pass();
      }
      return { end: () => undefined };
    },
  });
  return {
    ...world,
    begin,
    hold(assessmentId, nth) {
      const hold = new Hold(assessmentId, nth);
      holds.add(hold);
      return hold;
    },
    async count(collection, assessmentId) {
      const { ObjectId } = connection.base.Types;
      return connection.collection(collection).countDocuments({ assessment_id: new ObjectId(assessmentId) });
    },
    async forgetWhatItRestsOn(assessmentId) {
      const { ObjectId } = connection.base.Types;
      await connection
        .collection('recommendations')
        .updateMany({ assessment_id: new ObjectId(assessmentId) }, { $unset: { rests_on: 1 } });
    },
    async generate(caller, id, body) {
      const accepted = await begin(caller, id, body);
      await ended(caller, id);
      return accepted;
    },
    async list(caller, id, query = {}) {
      return (await caller.http.get(`${RECOMMENDATIONS}/${id}`).query(query).expect(200)).body;
    },
  };
}

class Hold implements Held {
  private passed = 0;
  private tell: () => void = () => undefined;
  private open: () => void = () => undefined;
  readonly reached = new Promise<void>((resolve) => (this.tell = resolve));
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  constructor(
    readonly assessmentId: string,
    private readonly nth: number,
  ) {}

  async pass(): Promise<void> {
    this.passed += 1;
    if (this.passed !== this.nth) return;
    this.tell();
    await this.opened;
  }

  release(): void {
    this.open();
  }
}

/** Waits until no run is under way for the assessment, and gives its detail. */
export async function ended(caller: SignedIn, id: string): Promise<Record<string, unknown>> {
  return eventually(
    async () => {
      const { body } = await caller.http.get(`${ASSESSMENTS}/${id}`).expect(200);
      return body.status === 'completed' || body.status === 'failed' ? body : null;
    },
    { withinMs: RUN_LIMIT_MS, what: 'the run has ended' },
  );
}

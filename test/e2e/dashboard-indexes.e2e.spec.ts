import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { selectionOf } from '../../src/features/dashboard/dashboard.repository.js';
import { overviewPipeline, type Stage } from '../../src/features/dashboard/overview.pipeline.js';
import { progressPipeline } from '../../src/features/dashboard/progress.pipeline.js';
import type { UserId } from '../../src/kernel/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  assessmentOf,
  type Collections,
  collectionsOf,
  newId,
  recommendationOf,
} from './dashboard/documents.js';

const OWN = 300;
const OTHERS = 1_500;
/** Ten that changed last and five of the greatest confidence: the only documents that an overview reads. */
const SHOWN = 15;
const PAGE = 20;

let service: TestApp;
let collections: Collections;
const ownerId = newId().toHexString() as UserId; // an ObjectId's own text

beforeAll(async () => {
  service = await startApp();
  collections = collectionsOf(service);
  const others = Array.from({ length: 10 }, () => newId().toHexString());
  const owners = Array.from({ length: OWN + OTHERS }, (_, index) =>
    index < OWN ? ownerId : (others[index % others.length] ?? ''),
  );
  const documents = (arbitrary: typeof assessmentOf) =>
    owners.map((userId) => fc.sample(arbitrary(userId), 1)[0] ?? {});
  await collections.assessments.insertMany(documents(assessmentOf));
  await collections.recommendations.insertMany(documents(recommendationOf));
});
afterAll(() => service.close());

interface Plan {
  readonly stages: readonly string[];
  readonly indexes: readonly string[];
  readonly documentsExamined: number;
  readonly queries: number;
}

/** What the database says about all queries of a pipeline, those of its unions too. */
async function planOf(pipeline: readonly Stage[]): Promise<Plan> {
  const explained = await collections.assessments.aggregate([...pipeline]).explain('executionStats');
  const plan = { stages: [] as string[], indexes: [] as string[], documentsExamined: 0, queries: 0 };
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, child] of Object.entries(value)) {
      if (name === 'rejectedPlans' || name === 'allPlansExecution') continue;
      if (name === 'stage') plan.stages.push(String(child));
      if (name === 'indexName') plan.indexes.push(String(child));
      if (name === 'totalDocsExamined') plan.documentsExamined += Number(child);
      if (name === 'winningPlan') plan.queries += 1;
      walk(child);
    }
  };
  walk(explained);
  return plan;
}

describe('what the database does for the dashboard', () => {
  it.each([
    ['one’s own', ownerId],
    ['everyone’s', null],
  ])(
    'sums up %s from the keys of indexes, and reads no document but those that are shown',
    async (_, owner) => {
      const plan = await planOf(overviewPipeline(selectionOf(owner)));
      expect(plan.queries).toBe(4);
      expect(plan.stages).toContain('IXSCAN');
      expect(plan.stages).not.toContain('COLLSCAN');
      expect(plan.stages).not.toContain('SORT');
      expect(plan.documentsExamined).toBe(SHOWN);
    },
  );

  it.each([
    ['one’s own', ownerId],
    ['everyone’s', null],
  ])('finds and counts the page of %s by an index', async (_, owner) => {
    const plan = await planOf(progressPipeline(selectionOf(owner), { page: 2, limit: PAGE }));
    expect(plan.queries).toBe(2);
    expect(plan.stages).not.toContain('COLLSCAN');
    expect(plan.stages).not.toContain('SORT');
    expect(plan.documentsExamined).toBe(PAGE);
  });
});

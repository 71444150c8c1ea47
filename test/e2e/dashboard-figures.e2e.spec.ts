import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dashboardOverview, progressPage } from '../../src/features/dashboard/dashboard.dto.js';
import type { SignedIn } from '../support/app.js';
import { type World, startWorld } from './assessments/world.js';
import {
  assessmentOf,
  type Collections,
  collectionsOf,
  idOf,
  recommendationOf,
} from './dashboard/documents.js';
import { figuresOf } from './dashboard/figures.js';

const OVERVIEW = '/api/v2/dashboard/overview';

let world: World;
let owner: SignedIn;
let other: SignedIn;
let analyst: SignedIn;
let collections: Collections;

beforeAll(async () => {
  world = await startWorld();
  [owner, other, analyst] = await Promise.all([world.account(), world.account(), world.account('analyst')]);
  collections = collectionsOf(world);
});
afterAll(() => world.close());

async function overview(reader: SignedIn, scope = 'own'): Promise<unknown> {
  const { body } = await reader.http.get(OVERVIEW).query({ force_refresh: 'true', scope }).expect(200);
  return body;
}

/** What stands in the collections of this owner (of everyone), loaded whole. */
async function loaded(userId: string | null): Promise<ReturnType<typeof figuresOf>> {
  const [assessments, recommendations] = await Promise.all(
    [collections.assessments, collections.recommendations].map((collection) =>
      collection.find({}, { hint: { _id: 1 } }).toArray(),
    ),
  );
  const theirs = (document: Record<string, unknown>) =>
    userId === null || String(document['user_id']) === userId;
  return figuresOf((assessments ?? []).filter(theirs), (recommendations ?? []).filter(theirs));
}

describe('the figures of the dashboard', () => {
  it('are those of somebody who loads every document, over any data', async () => {
    const documents = fc.record({
      assessments: fc.array(
        fc.constantFrom(owner, owner, other).chain(({ userId }) => assessmentOf(userId)),
        {
          maxLength: 40,
        },
      ),
      recommendations: fc.array(
        fc.constantFrom(owner, owner, other).chain(({ userId }) => recommendationOf(userId)),
        { maxLength: 60 },
      ),
      deleted: fc.float({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(documents, async ({ assessments, recommendations, deleted }) => {
        for (const [collection, some] of [
          [collections.assessments, assessments],
          [collections.recommendations, recommendations],
        ] as const) {
          await collection.deleteMany({}, { hint: { _id: 1 } });
          if (some.length > 0) await collection.insertMany([...some]);
          const gone = some.slice(0, Math.floor(some.length * deleted)).map(({ _id }) => _id);
          await collection.deleteMany({ _id: { $in: gone } } as object); // the ids of these documents
        }
        expect(await overview(owner)).toEqual(await loaded(owner.userId));
        expect(await overview(other)).toEqual(await loaded(other.userId));
        expect(await overview(analyst, 'all')).toEqual(await loaded(null));
      }),
      { numRuns: 40 },
    );
  });

  it('are zeros and empty lists where there is nothing', async () => {
    const nobody = await world.account('viewer');
    const body = await overview(nobody);
    expect(body).toEqual(figuresOf([], []));
    expect(body).toMatchObject({
      overview: { completion_rate: 0, average_completion: 0 },
      recommendations: { total_monthly_cost_potential: '0.00', average_confidence: 0, top: [] },
      recent_activity: [],
      last_updated: null,
    });
  });

  it('add up amounts whose sum no float holds', async () => {
    const rich = await world.account();
    const [sample] = fc.sample(recommendationOf(rich.userId), 1);
    const amounts = ['999999999999.99', '999999999999.99', '0.01', '0.02'];
    const documents = amounts.map((amount) => ({
      ...sample,
      _id: fc.sample(recommendationOf(rich.userId), 1)[0]?.['_id'],
      key: amount + Math.random(),
      total_estimated_monthly_cost: amount,
    }));
    await collections.recommendations.insertMany(documents as never); // ids and all
    expect(await overview(rich)).toMatchObject({
      recommendations: { total_monthly_cost_potential: '2000000000000.01' },
    });
  });

  it('survive what no writer of ours leaves: nothing where a number should be', async () => {
    const odd = await world.account();
    const [one, two] = fc.sample(recommendationOf(odd.userId), 2);
    await collections.recommendations.insertMany([
      { ...one, confidence_score: null, total_estimated_monthly_cost: null },
      { ...two, confidence_score: 0.5, total_estimated_monthly_cost: '7.50' },
    ] as never); // as above
    expect(await overview(odd)).toMatchObject({
      recommendations: {
        total_recommendations: 2,
        total_monthly_cost_potential: '7.50',
        average_confidence: 0.5,
      },
    });
  });
});

describe('what somebody wrote into the database by hand', () => {
  const moment = new Date('2026-01-02T03:04:05.678Z');
  const sound = { created_at: moment, updated_at: moment, completion_percentage: 50, status: 'draft' };
  const paid = { total_estimated_monthly_cost: '7.50', confidence_score: 0.5, updated_at: moment };

  it.each([
    { updated_at: null },
    { updated_at: 'yesterday' },
    { created_at: null },
    { completed_at: 'yesterday', status: 'completed', created_at: new Date(0) },
    { completion_percentage: NaN },
    { completion_percentage: Infinity },
    { title: null, progress: null },
  ])('as an assessment with %j takes no figure of the others away', async (fields) => {
    const odd = await world.account();
    const documents = fc.sample(assessmentOf(odd.userId), 2);
    const [good, bad] = documents.map((document) => ({ ...document, ...sound }));
    await collections.assessments.insertMany([good, { ...bad, ...fields }] as never); // as above
    try {
      for (const body of [await overview(odd), await overview(analyst, 'all')]) {
        expect(dashboardOverview.safeParse(body).error).toBeUndefined();
      }
      expect(await overview(odd)).toMatchObject({
        overview: { total_assessments: 2 },
        last_updated: moment.toISOString(),
      });
      const { body } = await odd.http.get('/api/v2/dashboard/assessments/progress').expect(200);
      expect(progressPage.safeParse(body).error).toBeUndefined();
    } finally {
      await collections.assessments.deleteMany({ user_id: idOf(odd.userId) });
    }
  });

  it.each([
    { total_estimated_monthly_cost: 'NaN' },
    { total_estimated_monthly_cost: '-5.00' },
    { total_estimated_monthly_cost: 'Infinity' },
    { total_estimated_monthly_cost: 7 },
    { confidence_score: NaN },
    { category: null },
    { updated_at: 'yesterday' },
  ])('as a recommendation with %j takes no figure of the others away', async (fields) => {
    const odd = await world.account();
    const documents = fc.sample(recommendationOf(odd.userId), 2);
    const [good, bad] = documents.map((document) => ({ ...document, ...paid }));
    const other = { ...bad, total_estimated_monthly_cost: '0.00', ...fields };
    await collections.recommendations.insertMany([good, other] as never); // as above
    try {
      for (const body of [await overview(odd), await overview(analyst, 'all')]) {
        expect(dashboardOverview.safeParse(body).error).toBeUndefined();
      }
      expect(await overview(odd)).toMatchObject({
        recommendations: { total_recommendations: 2, total_monthly_cost_potential: '7.50' },
        last_updated: moment.toISOString(),
      });
    } finally {
      await collections.recommendations.deleteMany({ user_id: idOf(odd.userId) });
    }
  });
});

describe('how far assessments are', () => {
  it('is told in pages, newest first, of one’s own or of everyone’s', async () => {
    const busy = await world.account();
    const made: string[] = [];
    for (const title of ['one', 'two', 'three']) made.unshift((await world.create(busy, { title })).id);
    const page = (reader: SignedIn, query: object) =>
      reader.http.get('/api/v2/dashboard/assessments/progress').query(query);
    const { body } = await page(busy, { limit: 2 }).expect(200);
    expect(body).toMatchObject({ total: 3, page: 1, limit: 2, pages: 2 });
    expect(body.items.map((item: { assessment_id: string }) => item.assessment_id)).toEqual(made.slice(0, 2));
    const { body: second } = await page(busy, { limit: 2, page: 2 }).expect(200);
    expect(second.items).toEqual([
      {
        assessment_id: made[2],
        title: 'one',
        status: 'draft',
        progress_percentage: 0,
        completion_percentage: 0,
        current_step: null,
        updated_at: expect.any(String),
      },
    ]);
    const everyone = await collections.assessments.countDocuments({}, { hint: { _id: 1 } });
    expect((await page(analyst, { scope: 'all', limit: 1 }).expect(200)).body).toMatchObject({
      total: everyone,
    });
    expect((await page(await world.account(), {}).expect(200)).body).toMatchObject({
      items: [],
      total: 0,
      pages: 0,
    });
    await page(busy, { scope: 'all' }).expect(403);
    await page(busy, { limit: 101 }).expect(422);
  });
});

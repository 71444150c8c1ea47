import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assessmentPage } from '../../src/features/assessments/assessment.dto.js';
import type { SignedIn } from '../support/app.js';
import mongoose from 'mongoose';
import { type Answer, ASSESSMENTS, startWorld, type World } from './assessments/world.js';

const STATUSES = ['draft', 'in_progress', 'completed'];
const PRIORITIES = ['low', 'medium', 'high', 'critical'];
const COUNT = 25;

describe('lists of assessments', () => {
  let world: World;
  let owner: SignedIn;
  let analyst: SignedIn;
  const created: Answer[] = [];

  beforeAll(async () => {
    world = await startWorld();
    owner = await world.account();
    analyst = await world.account('analyst');
    for (let index = 0; index < COUNT; index += 1) {
      const [status, priority] = [STATUSES[index % 3], PRIORITIES[index % 4]];
      created.push(await world.create(owner, { title: `Number ${index}`, status, priority }));
    }
  });
  afterAll(() => world.close());

  const list = async (query: Record<string, string | number> = {}) =>
    (await owner.http.get(ASSESSMENTS).query(query).expect(200)).body;

  it('answers 20 of them, newest first, the whole detail of each', async () => {
    const page = await list();
    expect(assessmentPage.parse(page)).toEqual(page);
    expect(page).toMatchObject({ total: COUNT, page: 1, limit: 20, pages: 2 });
    expect(page.items).toEqual(
      created
        .toReversed()
        .slice(0, 20)
        .map(({ body }) => body),
    );
  });

  it('shows each exactly once over all pages, also where all were made in one instant', async () => {
    await world.collection.updateMany(
      { user_id: new mongoose.Types.ObjectId(owner.userId) },
      { $set: { created_at: new Date(0) } },
    );
    const seen: string[] = [];
    for (let page = 1; page <= 9; page += 1) {
      const { items, pages } = await list({ page, limit: 3 });
      expect(pages).toBe(9);
      seen.push(...items.map(({ id }: { id: string }) => id));
    }
    expect(seen).toEqual(
      created
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
  });

  it('is empty behind the last page, and says how many there are', async () => {
    expect(await list({ page: 3 })).toMatchObject({ items: [], total: COUNT, page: 3, pages: 2 });
    expect(await list({ page: 1_000_000_000, limit: 100 })).toMatchObject({ items: [], total: COUNT });
  });

  it('has no pages where there is nothing', async () => {
    const { body } = await analyst.http.get(ASSESSMENTS).expect(200);
    expect(body).toEqual({ items: [], total: 0, page: 1, limit: 20, pages: 0 });
  });

  it.each([
    [{ status_filter: 'draft' }, 9],
    [{ priority_filter: 'low' }, 7],
    [{ status_filter: 'draft', priority_filter: 'low' }, 3],
    [{ status_filter: 'failed' }, 0],
  ])('filters by %p, for the owner and over everyone’s', async (filters, total) => {
    for (const page of [
      await list(filters),
      (
        await analyst.http
          .get(ASSESSMENTS)
          .query({ ...filters, scope: 'all' })
          .expect(200)
      ).body,
    ]) {
      expect(page.total).toBe(total);
      expect(page.items).toHaveLength(total);
      for (const item of page.items) {
        expect(item).toMatchObject({
          ...('status_filter' in filters && { status: filters.status_filter }),
          ...('priority_filter' in filters && { priority: filters.priority_filter }),
        });
      }
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import mongoose, { type Connection } from 'mongoose';
import type { SignedIn } from '../support/app.js';
import { type Answer, ASSESSMENTS, startWorld, type World } from './assessments/world.js';

const OWN = 24;
const OTHERS = 2_000;

/** What the database noted of one operation that the service sent. */
interface Profile {
  readonly planSummary: string;
  readonly keysExamined: number;
  readonly docsExamined: number;
  readonly nreturned: number;
}

describe('what the database does for assessments', () => {
  let world: World;
  let db: NonNullable<Connection['db']>;
  let owner: SignedIn;
  let analyst: SignedIn;
  let first: Answer;

  beforeAll(async () => {
    world = await startWorld();
    const connection = world.app.get<Connection>(getConnectionToken());
    if (connection.db === undefined) throw new Error('connected by now');
    db = connection.db;
    owner = await world.account();
    analyst = await world.account('analyst');
    first = await world.create(owner);
    const document = await world.collection.findOne({ _id: new mongoose.Types.ObjectId(first.id) });
    const copy = (index: number, userId: mongoose.Types.ObjectId) => ({
      ...document,
      _id: new mongoose.Types.ObjectId(),
      user_id: userId,
      status: ['draft', 'in_progress', 'completed', 'failed'][index % 4],
      priority: ['low', 'medium', 'high'][index % 3],
      created_at: new Date(Date.UTC(2026, 0, 1) + (index % 500) * 60_000),
    });
    const others = Array.from({ length: 20 }, () => new mongoose.Types.ObjectId());
    await world.collection.insertMany([
      ...Array.from({ length: OWN - 1 }, (_, index) =>
        copy(index, new mongoose.Types.ObjectId(owner.userId)),
      ),
      ...Array.from({ length: OTHERS }, (_, index) =>
        copy(index, others[index % 20] ?? new mongoose.Types.ObjectId()),
      ),
    ]);
  });
  afterAll(() => world.close());

  /** The operations on assessments of one kind (`find`, `aggregate`, `update`, `remove`) while `request` ran. */
  async function profile(kind: string, request: () => Promise<unknown>): Promise<readonly Profile[]> {
    await db.command({ profile: 2 });
    await request();
    await db.command({ profile: 0 });
    const name = `${db.databaseName}.assessments`;
    const seen = await db
      .collection<Profile & { ns: string; op: string; command: Record<string, unknown> }>('system.profile')
      .find({}, { hint: { $natural: 1 } })
      .toArray();
    await db.dropCollection('system.profile');
    const found = seen.filter(({ ns, op, command }) => ns === name && (op === kind || kind in command));
    expect(found.length).toBeGreaterThan(0);
    return found;
  }

  it.each([
    ['own', {}, OWN],
    ['own, a page further on', { page: 2, limit: 10 }, 10],
    ['own of a status', { status_filter: 'draft' }, 7],
    ['own of a priority', { priority_filter: 'high' }, 7],
    ['own of both', { status_filter: 'failed', priority_filter: 'low' }, 2],
  ])('finds and counts by an index: %s', async (_, query, returned) => {
    await expectIndexed(owner, { limit: 100, ...query }, returned);
  });

  it.each([
    ['everyone’s', {}],
    ['everyone’s of a status', { status_filter: 'draft' }],
    ['everyone’s of a priority', { priority_filter: 'high' }],
    ['everyone’s of both', { status_filter: 'completed', priority_filter: 'low' }],
  ])('finds and counts by an index: %s', async (_, query) => {
    await expectIndexed(analyst, { limit: 20, scope: 'all', ...query }, 20);
  });

  it('reads, changes and deletes one by its id', async () => {
    const path = `${ASSESSMENTS}/${first.id}`;
    const [read] = await profile('find', () =>
      owner.http.get(path).set('cache-control', 'no-cache').expect(200),
    );
    expect(read).toMatchObject({ keysExamined: 1, docsExamined: 1, nreturned: 1 });
    const [changed] = await profile('update', () => owner.http.put(path).send({ title: 'B' }).expect(200));
    expect(changed).toMatchObject({ keysExamined: 1, docsExamined: 1 });
    expect(changed?.planSummary).not.toContain('COLLSCAN');
    const [deleted] = await profile('remove', () => owner.http.delete(path).expect(204));
    expect(deleted).toMatchObject({ keysExamined: 1, docsExamined: 1 });
  });

  it('names the assessments of an account that is deleted by the index alone', async () => {
    const leaving = await world.account();
    await world.create(leaving);
    const path = `/api/v2/users/${leaving.userId}`;
    for (const named of await profile('find', () => leaving.http.delete(path).expect(204))) {
      expect(named.planSummary).toMatch(/^IXSCAN/);
      expect(named.docsExamined).toBe(0);
    }
  });

  async function expectIndexed(
    caller: SignedIn,
    query: Record<string, string | number>,
    returned: number,
  ): Promise<void> {
    const get = () => caller.http.get(ASSESSMENTS).query(query).expect(200);
    const page = (await get()).body;
    expect(page.items).toHaveLength(returned);
    for (const found of await profile('find', get)) {
      expect(found.planSummary).toMatch(/^IXSCAN/);
      expect(found.nreturned).toBe(returned);
      expect(found.docsExamined).toBe(returned);
    }
    for (const counted of await profile('aggregate', get)) {
      expect(counted.planSummary).toMatch(/^(IXSCAN|COUNT_SCAN)/);
      expect(counted.docsExamined).toBe(0);
    }
  }
});

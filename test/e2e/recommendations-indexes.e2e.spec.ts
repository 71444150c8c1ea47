import { getConnectionToken } from '@nestjs/mongoose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS } from './assessments/world.js';
import { RECOMMENDATIONS, type RecommendationsWorld, startRecommendations } from './recommendations/world.js';

const OTHERS = 500;

/** What the database noted of one operation that the service sent. */
interface Profile {
  readonly planSummary: string;
  readonly docsExamined: number;
  readonly nreturned: number;
}

describe('what the database does for recommendations', () => {
  let world: RecommendationsWorld;
  let connection: Connection;
  let owner: SignedIn;
  let analyst: SignedIn;
  let id: string;
  let total: number;

  beforeAll(async () => {
    world = await startRecommendations();
    connection = world.app.get<Connection>(getConnectionToken());
    owner = await world.account();
    analyst = await world.account('analyst');
    ({ id } = await world.create(owner));
    await world.generate(owner, id);
    ({ total } = await world.list(owner, id));
    const { ObjectId } = connection.base.Types;
    const collection = connection.collection('recommendations');
    const [document] = await collection.find({ assessment_id: new ObjectId(id) }).toArray();
    const assessments = Array.from({ length: 100 }, () => new ObjectId());
    await collection.insertMany(
      Array.from({ length: OTHERS }, (_, index) => ({
        ...document,
        recommended_services: [],
        recommendation_data: {},
        _id: new ObjectId(),
        assessment_id: assessments[index % 100],
        user_id: assessments[index % 10],
        key: `copy_${index}`,
        agent_name: index % 2 === 0 ? 'cto_agent' : 'compliance_agent',
        confidence_score: (index % 10) / 10,
        created_at: new Date(Date.UTC(2026, 0, 1) + (index % 500) * 60_000),
      })),
    );
  });
  afterAll(() => world.close());

  /** The operations on recommendations while `request` ran. */
  async function profile(
    kinds: readonly string[],
    request: () => PromiseLike<unknown>,
  ): Promise<readonly Profile[]> {
    const { db } = connection;
    if (db === undefined) throw new Error('connected by now');
    await db.command({ profile: 2 });
    await request();
    await db.command({ profile: 0 });
    const seen = await db
      .collection<Profile & { ns: string; op: string; command: object }>('system.profile')
      .find({}, { hint: { $natural: 1 } })
      .toArray();
    await db.dropCollection('system.profile');
    const name = `${db.databaseName}.recommendations`;
    const found = seen.filter(
      ({ ns, op, command }) => ns === name && kinds.some((kind) => op === kind || kind in command),
    );
    expect(found.length).toBeGreaterThan(0);
    return found;
  }

  it.each([
    ['an assessment’s', () => `${RECOMMENDATIONS}/${id}`],
    ['an agent’s', () => `${RECOMMENDATIONS}/${id}/agents/cto_agent`],
  ])('finds %s by an index, and looks at nothing else', async (_, path) => {
    const get = () => owner.http.get(path()).set('cache-control', 'no-cache').expect(200);
    const [read] = await profile(['find'], get);
    expect(read?.planSummary).toMatch(/^IXSCAN/);
    expect([read?.docsExamined, read?.nreturned]).toEqual([total, total]);
  });

  it.each([
    ['own', {}],
    ['own of an agent', { agent_filter: 'compliance_agent' }],
    ['own of an assessment', 'assessment_id'],
    ['own and confident', { confidence_min: '0.7' }],
  ])('finds and counts by an index: %s', async (_, filter) => {
    const query = filter === 'assessment_id' ? { assessment_id: id } : (filter as object);
    await expectIndexed(owner, { limit: 100, ...query });
  });

  it.each([
    ['everyone’s', {}],
    ['everyone’s of an agent', { agent_filter: 'cto_agent' }],
    ['everyone’s and confident', { confidence_min: '0.9' }],
    ['everyone’s of a category', { category_filter: 'strategy', agent_filter: 'cto_agent' }],
  ])('finds and counts by an index: %s', async (_, filter) => {
    await expectIndexed(analyst, { limit: 20, scope: 'all', ...filter });
  });

  it('replaces and deletes an assessment’s by an index', async () => {
    const replaced = await profile(['find', 'update', 'remove'], () => world.generate(owner, id));
    const deleted = await profile(['remove'], () => owner.http.delete(`${ASSESSMENTS}/${id}`).expect(204));
    for (const each of [...replaced, ...deleted]) {
      expect(each.planSummary).toMatch(/^(IXSCAN|IDHACK)/);
      expect(each.docsExamined ?? 0).toBeLessThanOrEqual(total);
    }
  });

  async function expectIndexed(caller: SignedIn, query: object): Promise<void> {
    const get = () => caller.http.get(RECOMMENDATIONS).query(query).expect(200);
    const { items } = (await get()).body;
    for (const read of await profile(['find'], get)) {
      expect(read.planSummary).toMatch(/^IXSCAN/);
      expect([read.docsExamined, read.nreturned]).toEqual([items.length, items.length]);
    }
    for (const counted of await profile(['aggregate'], get)) {
      expect(counted.planSummary).toMatch(/^(IXSCAN|COUNT_SCAN)/);
      expect(counted.docsExamined).toBe(0);
    }
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { UnannouncedWrites } from '../../src/cache/watch/unannounced-writes.js';
import { DomainEvents } from '../../src/events/index.js';
import { DomainError } from '../../src/kernel/errors.js';
import {
  authorized,
  eventually,
  nodeOf,
  settledEnvironment,
  type SignedIn,
  startApp,
  type TestApp,
  undisturbed,
} from '../support/app.js';
import { ASSESSMENTS, startWorld, type World } from './assessments/world.js';

const MANY = 1_000;
const BATCH = 100;

describe.each(['available', 'strict'])('an account with very many assessments (%s)', (consistency) => {
  let world: World;
  let second: TestApp;
  let analyst: SignedIn;

  beforeAll(async () => {
    const secret = { JWT_SECRET: 'one secret for both, long enough for all' };
    const shared = { ...(await settledEnvironment()), ...secret, CACHE_CONSISTENCY: consistency };
    world = await startWorld({ ...shared, INSTANCE_ID: 'one' });
    second = await startApp({ ...shared, INSTANCE_ID: 'two' });
    analyst = await world.account('analyst');
  });
  afterAll(async () => {
    await second.close();
    await world.close();
  });

  const userIdOf = ({ userId }: SignedIn) => new mongoose.Types.ObjectId(userId);
  const owned = (who: SignedIn) => world.collection.countDocuments({ user_id: userIdOf(who) });
  const epochs = () =>
    Promise.all(
      [world, second].map(async ({ http }) => {
        const { body } = await http.get('/health').expect(200);
        const { epoch, in_debt: inDebt } = body.details.cache as Record<string, unknown>;
        return { epoch, inDebt };
      }),
    );

  /** Gives `who` so many assessments, behind the service's back; their ids. */
  async function fill(who: SignedIn, count: number): Promise<readonly string[]> {
    const { id } = await world.create(who);
    const model = await world.collection.findOne({ _id: new mongoose.Types.ObjectId(id) });
    const copies = Array.from({ length: count - 1 }, () => ({
      ...model,
      _id: new mongoose.Types.ObjectId(),
    }));
    await world.collection.insertMany(copies);
    return [id, ...copies.map(({ _id }) => _id.toHexString())];
  }

  /** Reads it as an analyst on both instances until each answers from its memory. */
  async function warm(id: string): Promise<void> {
    for (const { url } of [world, second]) {
      const http = authorized(url, analyst.accessToken);
      await eventually(async () => {
        const { headers } = await http.get(`${ASSESSMENTS}/${id}`).expect(200);
        return String(headers['cache-status']).includes('detail=l1');
      });
    }
  }

  it('is deleted within one request, in batches, everywhere and without a new epoch', () =>
    undisturbed([world, second].map(nodeOf), isDeletedEverywhere));

  async function isDeletedEverywhere(): Promise<void> {
    const owner = await world.account();
    const ids = await fill(owner, MANY);
    const warmed = [ids[0], ids[1], ids[MANY / 2], ids[MANY - 1]].map(String);
    for (const id of warmed) await warm(id);
    const [before, announced] = [await epochs(), world.announced.length];

    await owner.http.delete(`/api/v2/users/${owner.userId}`).expect(204);

    for (const { url } of [world, second]) {
      const http = authorized(url, analyst.accessToken);
      for (const id of warmed) await http.get(`${ASSESSMENTS}/${id}`).expect(404);
      await authorized(url, owner.accessToken).get('/api/v2/auth/me').expect(401);
    }
    expect(await owned(owner)).toBe(0);
    expect(before).toEqual([1, 2].map(() => ({ epoch: expect.any(String), inDebt: false })));
    expect(await epochs()).toEqual(before);
    const events = world.announced.slice(announced);
    expect(events.filter(({ type }) => type === 'assessment.deleted')).toHaveLength(MANY);
    expect(events.at(-1)).toEqual({ type: 'user.deleted', userId: owner.userId, assessmentIds: [] });
  }

  it('stays where a batch is refused, and goes with the next request', async () => {
    const leaving = await world.account();
    await fill(leaving, 2 * BATCH + 50);
    let refusals = 1;
    world.app.get(DomainEvents).join({
      begin: (events) => {
        const left = events.some((event) => 'userId' in event && event.userId === leaving.userId);
        const refuses = left && events.length === BATCH && refusals-- === 0;
        if (refuses) throw new DomainError('unavailable', 'refused', 'Refused.', { retryAfterS: 1 });
        return { end: () => undefined };
      },
    });
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(503);
    expect(await owned(leaving)).toBe(BATCH + 50);
    await leaving.http.get('/api/v2/auth/me').expect(200);
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(204);
    expect(await owned(leaving)).toBe(0);
    const last = world.announced.at(-1);
    expect(last?.type === 'user.deleted' && last.assessmentIds).toHaveLength(50);
  });

  it('has its assessments’ deletion by a shell seen, also right behind an announced one that failed', async () => {
    const someone = await world.account();
    const { id } = await world.create(someone);
    const failure = new DomainError('conflict', 'refused', 'Refused.');
    const events = world.app.get(DomainEvents);
    const deleted = { type: 'assessment.deleted', assessmentId: id, userId: someone.userId } as never;
    await expect(events.during(deleted, () => Promise.reject(failure))).rejects.toBe(failure);
    await warm(id);
    const found = [world, second].map(({ app }) => app.get(UnannouncedWrites).found);
    await world.collection.deleteOne({ _id: new mongoose.Types.ObjectId(id) });
    for (const { url } of [world, second]) {
      const http = authorized(url, analyst.accessToken);
      await eventually(async () => (await http.get(`${ASSESSMENTS}/${id}`)).status === 404);
    }
    await eventually(
      () => [world, second].every(({ app }, index) => app.get(UnannouncedWrites).found > found[index]!), // as many
    );
  });
});

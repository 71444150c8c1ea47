import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import type { Role } from '../../src/platform/security/roles.js';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS, NO_SUCH_ID, startWorld, type World } from './assessments/world.js';

type Who = Exclude<Role, 'super_admin'>;

/** role: [read other's, write other's, read own, write own, create, list everyone's] */
const MATRIX: readonly (readonly [Who, readonly number[]])[] = [
  ['viewer', [404, 404, 200, 403, 403, 403]],
  ['user', [404, 404, 200, 200, 201, 403]],
  ['analyst', [200, 403, 200, 200, 201, 200]],
  ['manager', [200, 403, 200, 200, 201, 200]],
  ['admin', [200, 200, 200, 200, 201, 200]],
];

describe('who may do what with assessments', () => {
  let world: World;
  let owner: SignedIn;

  beforeAll(async () => {
    world = await startWorld();
    owner = await world.account();
  });
  afterAll(() => world.close());

  it.each(MATRIX)('%s', async (role, [readOther, writeOther, readOwn, writeOwn, create, listAll]) => {
    const caller = await world.account(role);
    const other = await world.create(owner);
    const own = await ownOf(caller);
    const get = async (id: string) => (await caller.http.get(`${ASSESSMENTS}/${id}`)).status;
    const put = async (id: string) =>
      (await caller.http.put(`${ASSESSMENTS}/${id}`).send({ title: 'Changed' })).status;
    expect([await get(other.id), await put(other.id), await get(own), await put(own)]).toEqual([
      readOther,
      writeOther,
      readOwn,
      writeOwn,
    ]);
    expect((await caller.http.post(ASSESSMENTS).send({ title: 'Mine' })).status).toBe(create);
    expect((await caller.http.get(ASSESSMENTS).query({ scope: 'all' })).status).toBe(listAll);
    expect((await caller.http.get(ASSESSMENTS)).status).toBe(200);
  });

  it.each([
    ['user', 404],
    ['analyst', 403],
    ['manager', 403],
  ] as const)('leaves what is another’s as it was, whatever a %s tries', async (role, status) => {
    const caller = await world.account(role);
    const { id } = await world.create(owner);
    const before = await world.collection.findOne({ _id: objectId(id) });
    const announced = world.announced.length;
    await caller.http.put(`${ASSESSMENTS}/${id}`).send({ title: 'Changed' }).expect(status);
    await caller.http.delete(`${ASSESSMENTS}/${id}`).expect(status);
    expect(await world.collection.findOne({ _id: objectId(id) })).toEqual(before);
    expect(world.announced.length).toBe(announced);
  });

  it('lets a viewer change and delete nothing, not even their own', async () => {
    const viewer = await world.account('viewer');
    const own = await ownOf(viewer);
    const announced = world.announced.length;
    await viewer.http.put(`${ASSESSMENTS}/${own}`).send({ title: 'Changed' }).expect(403);
    await viewer.http.delete(`${ASSESSMENTS}/${own}`).expect(403);
    await viewer.http.get(`${ASSESSMENTS}/${own}`).expect(200);
    expect(world.announced.length).toBe(announced);
  });

  it('tells a stranger of an existing one, cold or warm, what it tells of one that does not exist', async () => {
    const { id } = await world.create(owner);
    const stranger = await world.account();
    for (const method of ['get', 'put', 'delete'] as const) {
      const missing = await stranger.http[method](`${ASSESSMENTS}/${NO_SUCH_ID}`).send({}).expect(404);
      const cold = await stranger.http[method](`${ASSESSMENTS}/${id}`).send({}).expect(404);
      await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
      const warm = await stranger.http[method](`${ASSESSMENTS}/${id}`).send({}).expect(404);
      for (const answer of [cold, warm]) {
        expect(withoutInstance(answer.body)).toEqual(withoutInstance(missing.body));
        expect(Object.keys(answer.headers).toSorted()).toEqual(Object.keys(missing.headers).toSorted());
        expect(answer.headers['cache-status']).toEqual(missing.headers['cache-status']);
      }
    }
  });

  it('tells a stranger nothing by If-Match either: 404, not 412', async () => {
    const { id } = await world.create(owner);
    const stranger = await world.account();
    await stranger.http.put(`${ASSESSMENTS}/${id}`).set('if-match', '"x"').send({}).expect(404);
  });

  it('shows own ones only, and everyone’s to an analyst who asks', async () => {
    const [ada, bob] = [await world.account(), await world.account()];
    const analyst = await world.account('analyst');
    const { id } = await world.create(ada);
    await world.create(bob);
    const own = await ada.http.get(ASSESSMENTS).expect(200);
    expect(own.body).toMatchObject({ total: 1, items: [{ id }] });
    expect((await analyst.http.get(ASSESSMENTS).expect(200)).body.total).toBe(0);
    const all = await analyst.http.get(ASSESSMENTS).query({ scope: 'all' }).expect(200);
    expect(all.body.total).toBe(
      await world.collection.countDocuments({ user_id: { $exists: true } }, { hint: '_id_' }),
    );
  });

  /** A viewer owns what was theirs before they became one. */
  async function ownOf(caller: SignedIn): Promise<string> {
    const { id } = await world.create(owner);
    await world.collection.updateOne({ _id: objectId(id) }, { $set: { user_id: objectId(caller.userId) } });
    return id;
  }
});

function objectId(id: string): mongoose.Types.ObjectId {
  return new mongoose.Types.ObjectId(id);
}

function withoutInstance(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, instance: undefined };
}

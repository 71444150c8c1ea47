import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { AssessmentParts } from '../../src/features/assessments/index.js';
import { DomainError } from '../../src/kernel/errors.js';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS, startWorld, type World } from './assessments/world.js';

describe('what other features keep of an assessment', () => {
  let world: World;
  let owner: SignedIn;
  let failure: Error | null;
  let halted: string[];

  beforeAll(async () => {
    world = await startWorld();
    world.app.get(AssessmentParts).join({
      halt: async (ids) => {
        halted.push(...ids);
      },
      remove: async (ids, _write, session) => {
        await notes().deleteMany({ assessment_id: { $in: [...ids] } }, { session });
        if (failure !== null) throw failure;
      },
    });
    await notes().createIndex({ assessment_id: 1 });
    owner = await world.account();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    failure = null;
    halted = [];
  });

  const notes = () => world.collection.conn.collection('notes');
  const left = async (id: string) => [
    await world.collection.countDocuments({ _id: new mongoose.Types.ObjectId(id) }),
    await notes().countDocuments({ assessment_id: id }),
  ];
  const noted = async (who = owner) => {
    const created = await world.create(who);
    await notes().insertMany([{ assessment_id: created.id }, { assessment_id: created.id }]);
    return created;
  };

  it('is halted and goes with it', async () => {
    const { id } = await noted();
    await owner.http.delete(`${ASSESSMENTS}/${id}`).expect(204);
    expect(halted).toEqual([id]);
    expect(await left(id)).toEqual([0, 0]);
  });

  it('stays where the assessment stays: all or nothing', async () => {
    const { id } = await noted();
    failure = new DomainError('unavailable', 'notes_unavailable', 'The notes do not answer.');
    await owner.http.delete(`${ASSESSMENTS}/${id}`).expect(503);
    expect(await left(id)).toEqual([1, 2]);
    await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
  });

  it('is not even halted where the client’s tag is old', async () => {
    const { id, etag } = await noted();
    await owner.http.put(`${ASSESSMENTS}/${id}`).send({ title: 'B' }).expect(200);
    await owner.http.delete(`${ASSESSMENTS}/${id}`).set('if-match', etag).expect(412);
    expect(halted).toEqual([]);
    expect(await left(id)).toEqual([1, 2]);
  });

  it('goes with the account of the owner', async () => {
    const leaving = await world.account();
    const [one, two] = [await noted(leaving), await noted(leaving)];
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(204);
    expect(halted.toSorted()).toEqual([one.id, two.id].toSorted());
    expect(await left(one.id)).toEqual([0, 0]);
    expect(await left(two.id)).toEqual([0, 0]);
  });
});

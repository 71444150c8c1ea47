import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import mongoose, { type Connection } from 'mongoose';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS, NO_SUCH_ID } from './assessments/world.js';
import {
  type List,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

const INTERACT = `${RECOMMENDATIONS}/interact`;
const STATS = `${RECOMMENDATIONS}/stats`;

describe('interactions over HTTP', () => {
  let world: RecommendationsWorld;
  let owner: SignedIn;
  let list: List;

  beforeAll(async () => {
    world = await startRecommendations();
    owner = await world.account();
    const { id } = await world.create(owner, { priority: 'high' });
    await world.generate(owner, id);
    list = await world.list(owner, id);
  });
  afterAll(() => world.close());

  const database = () => world.app.get<Connection>(getConnectionToken());
  const stored = (filter: Record<string, unknown> = {}) =>
    database().collection('interactions').find(filter).toArray();
  const idAt = (place: number) => list.recommendations[place]?.id ?? '';
  const interacted = () => world.announced.filter(({ type }) => type === 'recommendations.interacted').length;

  it('are recorded with the place at which the list showed it, and announced', async () => {
    const before = interacted();
    const { body } = await owner.http
      .post(`${INTERACT}/${idAt(2)}`)
      .send({ interaction: 'click' })
      .expect(201);
    expect(body).toEqual({ recommendation_id: idAt(2), interaction: 'click', value: null });
    const [interaction] = await stored({ recommendation_id: new mongoose.Types.ObjectId(idAt(2)) });
    expect(interaction).toMatchObject({ place: 2, position_known: true });
    expect(interacted() - before).toBe(1);
  });

  it('of the same kind by the same user count once, also when they come at once', async () => {
    const click = () => owner.http.post(`${INTERACT}/${idAt(1)}`).send({ interaction: 'save' });
    const answers = await Promise.all(Array.from({ length: 20 }, click));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const { body } = await owner.http.get(`${STATS}/${idAt(1)}`).expect(200);
    expect(body).toEqual({
      recommendation_id: idAt(1),
      total: 1,
      counts: { view: 0, click: 0, save: 1, share: 0, rate: 0, implement: 0, dismiss: 0 },
      average_rating: null,
    });
  });

  it('that are repeated are neither written nor announced again', async () => {
    const send = () =>
      owner.http
        .post(`${INTERACT}/${idAt(0)}`)
        .send({ interaction: 'view' })
        .expect(201);
    await send();
    const before = { announced: interacted(), stored: await stored() };
    await send();
    expect({ announced: interacted(), stored: await stored() }).toEqual(before);
  });

  it('of ratings have the last one count, of each user one', async () => {
    const analyst = await world.account('analyst');
    for (const value of [1, 5, 2]) {
      await owner.http
        .post(`${INTERACT}/${idAt(3)}`)
        .send({ interaction: 'rate', value })
        .expect(201);
    }
    await analyst.http
      .post(`${INTERACT}/${idAt(3)}`)
      .send({ interaction: 'rate', value: 5 })
      .expect(201);
    const { body } = await owner.http.get(`${STATS}/${idAt(3).toUpperCase()}`).expect(200);
    expect(body).toMatchObject({ total: 2, counts: { rate: 2 }, average_rating: 3.5 });
  });

  it.each([
    [{ interaction: 'rate' }, '/value'],
    [{ interaction: 'rate', value: null }, '/value'],
    [{ interaction: 'rate', value: 0 }, '/value'],
    [{ interaction: 'rate', value: 6 }, '/value'],
    [{ interaction: 'rate', value: 2.5 }, '/value'],
    [{ interaction: 'rate', value: '5' }, '/value'],
    [{ interaction: 'click', value: 3 }, '/value'],
    [{ interaction: 'buy' }, '/interaction'],
    [{ interaction: ['click'] }, '/interaction'],
    [{ interaction: { $ne: 'click' } }, '/interaction'],
    [{ value: 3 }, '/interaction'],
    [{ interaction: 'click', user_id: NO_SUCH_ID }, '/user_id'],
    [{ interaction: 'click', position: 1 }, '/position'],
  ])('refuse %j, name the field, and leave nothing behind', async (body, path) => {
    const before = { announced: world.announced.length, stored: (await stored()).length };
    const { body: problem } = await owner.http
      .post(`${INTERACT}/${idAt(5)}`)
      .send(body)
      .expect(422);
    expect(problem.errors.map((each: { path: string }) => each.path)).toContain(path);
    expect({ announced: world.announced.length, stored: (await stored()).length }).toEqual(before);
  });

  it.each(['nonsense', '0', NO_SUCH_ID, `${NO_SUCH_ID}0`, 'zzzzzzzzzzzzzzzzzzzzzzzz'])(
    'know no recommendation %s',
    async (id) => {
      const { body } = await owner.http.post(`${INTERACT}/${id}`).send({ interaction: 'click' }).expect(404);
      expect(body.code).toBe('recommendation_not_found');
      await owner.http.get(`${STATS}/${id}`).expect(404);
    },
  );

  it('are nobody’s business who may not know of the recommendation', async () => {
    const stranger = await world.account();
    const before = (await stored()).length;
    const unknown = await stranger.http
      .post(`${INTERACT}/${NO_SUCH_ID}`)
      .send({ interaction: 'click' })
      .expect(404);
    const hidden = await stranger.http
      .post(`${INTERACT}/${idAt(0)}`)
      .send({ interaction: 'click' })
      .expect(404);
    expect(hidden.body.detail).toBe(unknown.body.detail);
    await stranger.http.get(`${STATS}/${idAt(0)}`).expect(404);
    expect((await stored()).length).toBe(before);
  });

  it('need a token', async () => {
    await world.http
      .post(`${INTERACT}/${idAt(0)}`)
      .send({ interaction: 'click' })
      .expect(401);
    await world.http.get(`${STATS}/${idAt(0)}`).expect(401);
  });

  it('are not for viewers, who may read the statistics of what is theirs', async () => {
    const viewer = await world.account();
    const { id } = await world.create(viewer);
    await world.generate(viewer, id);
    const own = (await world.list(viewer, id)).recommendations[0]?.id ?? '';
    const root = await world.account('admin');
    await root.http.patch(`/api/v2/users/${viewer.userId}`).send({ role: 'viewer' }).expect(200);
    await viewer.http.post(`${INTERACT}/${own}`).send({ interaction: 'click' }).expect(403);
    await viewer.http.get(`${STATS}/${own}`).expect(200);
    await viewer.http
      .post(`${INTERACT}/${idAt(0)}`)
      .send({ interaction: 'click' })
      .expect(404);
  });

  it('train without their position where no list was shown', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const { body } = await owner.http.get(RECOMMENDATIONS).query({ assessment_id: id }).expect(200);
    const first = body.items[0].id;
    await owner.http.post(`${INTERACT}/${first}`).send({ interaction: 'click' }).expect(201);
    const [interaction] = await stored({ recommendation_id: new mongoose.Types.ObjectId(String(first)) });
    expect(interaction).toMatchObject({ position_known: false });
  });

  it('go with the recommendation, and stay with one that a new run finds again', async () => {
    const { id } = await world.create(owner);
    await world.generate(owner, id);
    const { recommendations } = await world.list(owner, id);
    await database()
      .collection('recommendations')
      .updateOne({ _id: new mongoose.Types.ObjectId(recommendations[1]?.id) }, { $set: { key: 'gone' } });
    for (const { id: each } of recommendations) {
      await owner.http.post(`${INTERACT}/${each}`).send({ interaction: 'click' }).expect(201);
    }
    await world.generate(owner, id);
    const left = await stored({ assessment_id: new mongoose.Types.ObjectId(id) });
    expect(left).toHaveLength(recommendations.length - 1);
    expect(left.map((each) => String(each['recommendation_id']))).not.toContain(recommendations[1]?.id);
  });

  it('go with the assessment and with the account', async () => {
    const [leaving, analyst] = [await world.account(), await world.account('analyst')];
    const [one, two] = [await world.create(leaving), await world.create(owner)];
    await world.generate(leaving, one.id);
    await world.generate(owner, two.id);
    for (const { id } of [one, two]) {
      const { recommendations } = await world.list(analyst, id);
      await analyst.http
        .post(`${INTERACT}/${recommendations[0]?.id}`)
        .send({ interaction: 'click' })
        .expect(201);
    }
    const of = (id: string) => ({ assessment_id: new mongoose.Types.ObjectId(id) });
    const count = async (id: string) => [
      (await stored(of(id))).length,
      await database().collection('shown_lists').countDocuments(of(id)),
    ];
    expect(await count(one.id)).toEqual([1, 1]);
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(204);
    expect(await count(one.id)).toEqual([0, 0]);
    await owner.http.delete(`${ASSESSMENTS}/${two.id}`).expect(204);
    expect(await count(two.id)).toEqual([0, 0]);
    const { recommendations } = list;
    await analyst.http
      .post(`${INTERACT}/${recommendations[0]?.id}`)
      .send({ interaction: 'share' })
      .expect(201);
    await analyst.http.delete(`/api/v2/users/${analyst.userId}`).expect(204);
    expect(await stored({ user_id: new mongoose.Types.ObjectId(analyst.userId) })).toEqual([]);
  });
});

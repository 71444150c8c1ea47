import { afterEach, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { BATCH, PATIENCE_MS } from '../../src/features/recommendations/ranking/batching.js';
import { INTERACTION_KINDS } from '../../src/features/recommendations/ranking/interaction.js';
import { ModelMaker } from '../../src/features/recommendations/ranking/model-maker.js';
import { TrainingDataRepository } from '../../src/features/recommendations/ranking/training-data.repository.js';
import { RankingModelsRepository } from '../../src/features/recommendations/ranking/ranking-models.repository.js';
import {
  authorized,
  eventually,
  ownEnvironment,
  type SignedIn,
  startApp,
  startProcess,
  type ServiceProcess,
  type TestApp,
} from '../support/app.js';
import { ASSESSMENTS } from './assessments/world.js';
import {
  type List,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

const KINDS = INTERACTION_KINDS.filter((kind) => kind !== 'rate');
/** A claim, a look and a version, with room. */
const JWT_SECRET = 'one secret for both, long enough for all';
const MADE_WITHIN_MS = 100_000;

const started: { close(): Promise<unknown> }[] = [];
const processes: ServiceProcess[] = [];

afterEach(async () => {
  await Promise.all(processes.splice(0).map((each) => each.stop('SIGKILL')));
  await Promise.all(started.splice(0).map((each) => each.close()));
});

async function start(env: Record<string, string>): Promise<RecommendationsWorld> {
  const world = await startRecommendations(env);
  started.push(world);
  return world;
}

const collection = ({ app }: TestApp, name: string) =>
  app.get<Connection>(getConnectionToken()).collection<{ _id: string; version?: number }>(name);
const versions = (test: TestApp) =>
  collection(test, 'ranking_models').countDocuments({ version: { $gte: 0 } });
const current = async (test: TestApp) =>
  (await collection(test, 'ranking_state').findOne({ _id: 'ranking' }))?.version ?? 0;
const unlearned = (test: TestApp) =>
  collection(test, 'interactions').countDocuments({ unlearned: { $type: 'string' } });
const make = (test: TestApp) => test.app.get(ModelMaker, { strict: false }).make();

async function generated(world: RecommendationsWorld, owner: SignedIn): Promise<List> {
  const { id } = await world.create(owner);
  await world.generate(owner, id);
  return world.list(owner, id);
}

const interact = (who: SignedIn['http'], id: string, interaction: string) =>
  who.post(`${RECOMMENDATIONS}/interact/${id}`).send({ interaction }).expect(201);

/** So many interactions, none twice, at most ten at a time. */
async function interactMany(who: SignedIn['http'], lists: readonly List[], count: number): Promise<void> {
  const all = lists.flatMap(({ recommendations }) =>
    recommendations.flatMap(({ id }) => KINDS.map((kind) => [id, kind] as const)),
  );
  expect(all.length).toBeGreaterThanOrEqual(count);
  for (let from = 0; from < count; from += 10) {
    const some = all.slice(from, Math.min(from + 10, count));
    await Promise.all(some.map(([id, kind]) => interact(who, id, kind)));
  }
}

async function versionServed(url: string, who: SignedIn, assessmentId: string): Promise<number> {
  const { body } = await authorized(url, who.accessToken)
    .get(`${RECOMMENDATIONS}/${assessmentId}`)
    .expect(200);
  return body.summary.ranking_model.version;
}

describe('versions of the ranking model', () => {
  it('are made in batches: two hundred interactions make a few, and the last one knows them all', async () => {
    const world = await start({});
    const owner = await world.account();
    const lists = [
      await generated(world, owner),
      await generated(world, owner),
      await generated(world, owner),
    ];
    const startedMs = performance.now();
    await interactMany(owner.http, lists, 200);
    await eventually(async () => (await unlearned(world)) < 50, { withinMs: MADE_WITHIN_MS });
    expect(await versions(world)).toBeGreaterThanOrEqual(1);
    // One for each batch, and one for whatever has waited too long, as on a slow machine.
    const late = Math.floor((performance.now() - startedMs) / PATIENCE_MS);
    expect(await versions(world)).toBeLessThanOrEqual(200 / BATCH + late);
    expect(await current(world)).toBe(await versions(world));
    const { summary } = await world.list(owner, lists[0]?.assessment_id ?? '');
    expect(summary).toMatchObject({
      ml_ranking_applied: true,
      ranking_model: { version: await current(world) },
    });
  });

  it('are served by every process from the moment of their announcement, whatever is cached', async () => {
    const env = { ...ownEnvironment(), JWT_SECRET };
    const [one, two] = [await start(env), await startApp(env)];
    started.push(two);
    const owner = await one.account();
    const list = await generated(one, owner);
    let announced = 0;
    let reads = 0;
    let done = false;
    const older: { readonly announced: number; readonly served: number }[] = [];
    const readers = [one, two, one, two].map(async ({ url }) => {
      while (!done) {
        const before = announced;
        const served = await versionServed(url, owner, list.assessment_id);
        if (served < before) older.push({ announced: before, served });
        reads += 1;
      }
    });
    const kinds = list.recommendations.flatMap(({ id }) => KINDS.map((kind) => [id, kind] as const));
    for (let round = 0; round < 5; round += 1) {
      const [id, kind] = kinds[round] ?? ['', ''];
      await interact(owner.http, id, kind);
      const maker = round % 2 === 0 ? one : two;
      await eventually(() => make(maker), { withinMs: MADE_WITHIN_MS, everyMs: 100 });
      announced = await current(one);
    }
    await eventually(() => reads > 50);
    done = true;
    await Promise.all(readers);
    expect(older).toEqual([]);
    expect(announced).toBeGreaterThanOrEqual(5);
    for (const { url } of [one, two]) {
      expect(await versionServed(url, owner, list.assessment_id)).toBe(announced);
    }
    const orders = await Promise.all(
      [one, two].map(async ({ url }) => {
        const http = authorized(url, owner.accessToken);
        const { body } = await http.get(`${RECOMMENDATIONS}/${list.assessment_id}`).expect(200);
        return (body as List).recommendations.map(({ id }) => id);
      }),
    );
    expect(orders[0]).toEqual(orders[1]);
  }, 240_000);

  it('move what people like up in lists that nobody has touched', async () => {
    const world = await start({});
    const owner = await world.account();
    const [seen, fresh] = [await generated(world, owner), await generated(world, owner)];
    const agent = seen.recommendations.at(-1)?.agent_name ?? '';
    const people = await Promise.all(Array.from({ length: 6 }, () => world.account('analyst')));
    for (const { http } of people) {
      for (const { id, agent_name } of seen.recommendations) {
        await interact(http, id, agent_name === agent ? 'implement' : 'dismiss');
      }
    }
    await eventually(async () => (await unlearned(world)) === 0 || make(world), {
      withinMs: MADE_WITHIN_MS,
      everyMs: 100,
    });
    const meanPlace = ({ recommendations }: List) => {
      const places = recommendations.flatMap((each, place) => (each.agent_name === agent ? [place] : []));
      return places.reduce((sum, place) => sum + place, 0) / places.length;
    };
    const now = await world.list(owner, fresh.assessment_id);
    expect(now.summary).toMatchObject({ ml_ranking_applied: true });
    expect(meanPlace(now)).toBeLessThan(meanPlace(fresh));
    expect(now.recommendations.map(({ id }) => id).toSorted()).toEqual(
      fresh.recommendations.map(({ id }) => id).toSorted(),
    );
  }, 240_000);

  it('are not made of one person’s flood alone: the newest of each user are read, the flood or not', async () => {
    const world = await start({});
    const { ObjectId } = world.app.get<Connection>(getConnectionToken()).base.Types;
    const interactions = world.app.get<Connection>(getConnectionToken()).collection('interactions');
    const document = (user: object, atMs: number, index: number) => ({
      user_id: user,
      recommendation_id: new ObjectId(),
      assessment_id: new ObjectId(),
      interaction: 'click',
      value: null,
      list_id: 'a list',
      place: 0,
      position_known: true,
      created_at: new Date(atMs),
      updated_at: new Date(atMs),
      write_id: 'a write',
      unlearned: `write ${index}`,
    });
    const [flooder, quiet] = [new ObjectId(), new ObjectId()];
    const now = 1_700_000_000_000;
    await interactions.insertMany([
      ...Array.from({ length: 10_000 }, (_, index) =>
        document(flooder, now + Math.floor(index / 700), index),
      ),
      ...Array.from({ length: 30 }, (_, index) => document(quiet, now - 1_000 - index, 10_000 + index)),
    ]);
    const data = world.app.get(TrainingDataRepository, { strict: false });
    const read = await data.newest({ perUser: 40, total: 2_000 });
    const [loud, rest] = [flooder, quiet].map((id) => id.toHexString());
    const of = (name?: string) => read.filter(({ userId }) => userId === name).length;
    expect([of(loud), of(rest), read.length]).toEqual([40, 30, 70]);
    expect(read[0]?.userId).toBe(rest);
    const pages = await data.newest({ perUser: 20_000, total: 20_000 });
    expect(pages).toHaveLength(10_030);
    expect(await data.newest({ perUser: 20_000, total: 100 })).toHaveLength(100);
    // what the caps leave out is done with, too: else it would make version after version due
    await eventually(async () => (await unlearned(world)) < 50 || make(world), {
      withinMs: MADE_WITHIN_MS,
      everyMs: 100,
    });
    expect(await unlearned(world)).toBeLessThan(50);
  });

  it('are made by one at a time, and a turn that nobody used runs out', async () => {
    const world = await start({});
    const models = world.app.get(RankingModelsRepository, { strict: false });
    const claims = await Promise.all(Array.from({ length: 10 }, () => models.claim(200)));
    const held = claims.filter((claim) => claim !== null);
    expect(held).toHaveLength(1);
    const next = await eventually(() => models.claim(5_000), { withinMs: MADE_WITHIN_MS, everyMs: 20 });
    const publish = (claim: typeof next) =>
      models.publish(
        claim,
        { observations: 1, weights: { confidence: 0.1 } },
        {
          restMs: 0,
          now: new Date(0),
          write: { deadlineMs: Infinity },
        },
      );
    const [dead] = held;
    expect(dead && (await publish(dead))).toBe(false);
    expect(await models.current()).toMatchObject({ version: 0 });
    expect(await publish(next)).toBe(true);
    expect(await models.current()).toEqual({ version: 1, observations: 1, weights: { confidence: 0.1 } });
    expect(await current(world)).toBe(1);
  });

  it('survive their makers: killed while versions are made, the next process learns what is left', async () => {
    const env: Record<string, string> = { ...ownEnvironment(), JWT_SECRET };
    const world = await start(env);
    const owner = await world.account();
    const lists = [await generated(world, owner), await generated(world, owner)];
    await world.close();
    started.splice(started.indexOf(world), 1);
    const { PORT: _any, ...shared } = env;
    const doomed = await startProcess(shared);
    processes.push(doomed);
    const http = authorized(doomed.url, owner.accessToken);
    await interactMany(http, lists, 60);
    await doomed.stop('SIGKILL'); // somewhere between claim, training, publication and its end
    const next = await startApp(env);
    started.push(next);
    await eventually(async () => (await unlearned(next)) < 50, { withinMs: MADE_WITHIN_MS });
    const version = await current(next);
    expect(version).toBeGreaterThanOrEqual(1);
    const id = lists[0]?.assessment_id ?? '';
    expect(await versionServed(next.url, owner, id)).toBe(version);
    await authorized(next.url, owner.accessToken).delete(`${ASSESSMENTS}/${id}`).expect(204);
  }, 240_000);
});

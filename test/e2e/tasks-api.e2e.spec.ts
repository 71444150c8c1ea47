import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../src/kernel/errors.js';
import { eventually, type SignedIn } from '../support/app.js';
import { NO_SUCH_ID } from './assessments/world.js';
import { endingToken } from '../support/ending-token.js';
import { type EventClient, openEvents } from './tasks/event-stream.js';
import { held, startTasksWorld, TASKS, type TasksWorld, threeSteps } from './tasks/tasks-world.js';

const STATES_OF_THREE_STEPS = ['PENDING', 'STARTED', 'PROGRESS', 'PROGRESS', 'PROGRESS', 'SUCCESS'];

describe.each([
  ['in Redis', {}],
  ['in the process', { REDIS_URL: '' }],
])('the tasks of the API, with the queue %s', (_, env) => {
  let world: TasksWorld;
  let owner: SignedIn;
  const clients: EventClient[] = [];

  beforeAll(async () => {
    world = await startTasksWorld(env);
    owner = await world.account();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.script.run = threeSteps;
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.leave();
  });

  const follow = async (id: string, headers: Record<string, string> = {}, who = owner) => {
    const client = await openEvents(`${world.url}${TASKS}/${id}/events`, who.accessToken, headers);
    clients.push(client);
    return client;
  };

  it('are shown as they are, from the first to the last state', async () => {
    const gate = held(world);
    const { task } = await world.submit(owner);
    await world.reaches(task.id, 'STARTED');
    const { body } = await owner.http.get(`${TASKS}/${task.id}`).expect(200);
    expect(body).toEqual({
      task_id: task.id,
      state: 'STARTED',
      ready: false,
      successful: false,
      failed: false,
      info: {
        assessment_id: task.assessmentId,
        current_step: null,
        progress: 0,
        message: 'The work has begun.',
      },
    });
    const early = await owner.http.get(`${TASKS}/${task.id}/result`).expect(409);
    expect(early.body.code).toBe('task_not_ready');
    gate.open();
    await world.reaches(task.id, 'SUCCESS');
    const ended = await owner.http.get(`${TASKS}/${task.id.toUpperCase()}`).expect(200);
    expect(ended.body).toMatchObject({
      ready: true,
      successful: true,
      failed: false,
      result: { done: true },
    });
    const { body: result } = await owner.http.get(`${TASKS}/${task.id}/result`).expect(200);
    expect(result).toEqual({
      task_id: task.id,
      state: 'SUCCESS',
      successful: true,
      result: { done: true },
      error: null,
    });
  });

  it('send every state in order, each once, and then end', async () => {
    const gate = held(world);
    const { task } = await world.submit(owner);
    const client = await follow(task.id);
    expect(client.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(client.headers.get('cache-control')).toBe('no-store');
    await client.until('it is begun', (events) => events.some(({ state }) => state === 'STARTED'));
    gate.open();
    await client.ended;
    expect(client.events.map(({ state }) => state)).toEqual(STATES_OF_THREE_STEPS);
    expect(client.events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(client.events.at(-1)?.data).toEqual((await owner.http.get(`${TASKS}/${task.id}`)).body);
    expect(client.events[2]?.data).toMatchObject({ info: { progress: 25, current_step: 'step 25' } });
  });

  it('go on behind the last event that the client has seen, without a gap', async () => {
    const { task } = await world.submit(owner);
    await world.reaches(task.id, 'SUCCESS');
    const again = await follow(task.id, { 'last-event-id': '3' });
    await again.ended;
    expect(again.events.map(({ id }) => id)).toEqual([4, 5, 6]);
    const seen = await follow(task.id, { 'last-event-id': '6' });
    expect(seen.status).toBe(204);
    for (const nonsense of ['x', '-1', '99', '']) {
      const all = await follow(task.id, { 'last-event-id': nonsense });
      await all.ended;
      expect(all.events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    }
    await owner.http.head(`${TASKS}/${task.id}/events`).expect(200);
  });

  it('are cancelled while they run: nothing is written in their name any more', async () => {
    let outcome: unknown;
    const gate = held(world, async (task) => {
      outcome = await task
        .move({ currentStep: 'late', progress: 99, message: 'Late.' })
        .catch((error) => error);
    });
    const { task } = await world.submit(owner);
    await world.reaches(task.id, 'STARTED');
    const client = await follow(task.id);
    const { body } = await owner.http.delete(`${TASKS}/${task.id}`).expect(202);
    expect(body).toMatchObject({ state: 'CANCELLED', ready: true, successful: false, failed: false });
    await client.ended;
    expect(client.events.at(-1)?.state).toBe('CANCELLED');
    gate.open();
    await eventually(() => outcome !== undefined);
    expect(outcome).toMatchObject({ name: 'TaskLost' });
    expect(world.ends.filter(({ id }) => id === task.id)).toEqual([{ id: task.id, end: 'CANCELLED' }]);
    const result = await owner.http.get(`${TASKS}/${task.id}/result`).expect(409);
    expect(result.body.code).toBe('task_cancelled');
    await owner.http.delete(`${TASKS}/${task.id}`).expect(204);
    await owner.http.get(`${TASKS}/${task.id}`).expect(404);
    await owner.http.delete(`${TASKS}/${task.id}`).expect(404);
  });

  it('abort the signal of what runs when they are cancelled', async () => {
    let aborted = false;
    world.script.run = (task) =>
      new Promise((_, reject) => {
        task.signal.addEventListener('abort', () => {
          aborted = true;
          reject(task.signal.reason as Error);
        });
      });
    const { task } = await world.submit(owner);
    await world.reaches(task.id, 'STARTED');
    await owner.http.delete(`${TASKS}/${task.id}`).expect(202);
    await eventually(() => aborted);
  });

  it('are cancelled while they wait, and never begun', async () => {
    const gate = held(world);
    const held2 = [await world.submit(owner), await world.submit(owner)]; // both places are taken
    for (const { task } of held2) await world.reaches(task.id, 'STARTED');
    const { task } = await world.submit(owner);
    const { body } = await owner.http.delete(`${TASKS}/${task.id}`).expect(202);
    expect(body.state).toBe('CANCELLED');
    gate.open();
    for (const { task: other } of held2) await world.reaches(other.id, 'SUCCESS');
    expect(await world.reaches(task.id, 'CANCELLED')).toMatchObject({ attempt: 0, started_at: null });
  });

  it('fail with a readable sentence where trying again would not help', async () => {
    world.script.run = () =>
      Promise.reject(new DomainError('conflict', 'no_answers', 'The assessment has no answers yet.'));
    const { task } = await world.submit(owner);
    await world.reaches(task.id, 'FAILURE');
    const { body } = await owner.http.get(`${TASKS}/${task.id}`).expect(200);
    expect(body).toMatchObject({
      state: 'FAILURE',
      ready: true,
      failed: true,
      error: 'The assessment has no answers yet.',
    });
    const { body: result } = await owner.http.get(`${TASKS}/${task.id}/result`).expect(200);
    expect(result).toMatchObject({ state: 'FAILURE', successful: false, result: null, error: body.error });
    expect(world.ends).toContainEqual({ id: task.id, end: 'FAILURE' });
  });

  it('are tried again so often, and then fail without telling what went wrong inside', async () => {
    let attempts = 0;
    world.script.run = () => {
      attempts += 1;
      return Promise.reject(new TypeError('secret internals'));
    };
    const { task } = await world.submit(owner);
    const retry = await world.reaches(task.id, 'RETRY');
    expect(retry).toMatchObject({ active: true, claim: null });
    const ended = await world.reaches(task.id, 'FAILURE');
    expect(attempts).toBe(5);
    expect(JSON.stringify(ended)).not.toContain('secret');
    expect(ended['error']).toBe('Something went wrong on our side.');
  });

  it('are for their owner, for analysts to read and for administrators to cancel; unknown to all others', async () => {
    const gate = held(world);
    const { task } = await world.submit(owner);
    const [stranger, viewer, analyst, admin] = await Promise.all([
      world.account(),
      world.account('viewer'),
      world.account('analyst'),
      world.account('admin'),
    ]);
    for (const nobody of [stranger, viewer]) {
      for (const path of ['', '/result', '/events']) {
        const { body } = await nobody.http.get(`${TASKS}/${task.id}${path}`).expect(404);
        expect(body.code).toBe('task_not_found');
      }
      await nobody.http.delete(`${TASKS}/${task.id}`).expect(404);
      await nobody.http.get(`${TASKS}?scope=all`).expect(403);
      expect((await nobody.http.get(TASKS).expect(200)).body.total).toBe(0);
      await nobody.http.get('/api/v2/workers/status').expect(403);
    }
    await analyst.http.get(`${TASKS}/${task.id}`).expect(200);
    await analyst.http.delete(`${TASKS}/${task.id}`).expect(403);
    const all = await analyst.http.get(`${TASKS}?scope=all&state=STARTED&limit=100`).expect(200);
    expect(all.body.items.map((item: { task_id: string }) => item.task_id)).toContain(task.id);
    const client = await follow(task.id, {}, analyst);
    expect(client.status).toBe(200);
    await admin.http.delete(`${TASKS}/${task.id}`).expect(202);
    gate.open();
    for (const path of ['', '/result', '/events']) {
      for (const id of [NO_SUCH_ID, 'not-an-id', 'x'.repeat(90)]) {
        await owner.http.get(`${TASKS}/${id}${path}`).expect(404);
        await owner.http.delete(`${TASKS}/${id}`).expect(404);
      }
      await world.http.get(`${TASKS}/${task.id}${path}`).expect(401);
    }
    await world.http.get('/api/v2/workers/status').expect(401);
  });

  it('are listed, newest first, by state', async () => {
    const lister = await world.account();
    const first = await world.submit(lister);
    await world.reaches(first.task.id, 'SUCCESS');
    const second = await world.submit(lister);
    await world.reaches(second.task.id, 'SUCCESS');
    const { body } = await lister.http.get(`${TASKS}?limit=1`).expect(200);
    expect(body).toMatchObject({ total: 2, page: 1, limit: 1, pages: 2 });
    expect(body.items[0].task_id).toBe(second.task.id);
    expect((await lister.http.get(`${TASKS}?state=FAILURE`).expect(200)).body.total).toBe(0);
    expect((await lister.http.get(`${TASKS}?state=SUCCESS`).expect(200)).body.total).toBe(2);
    await lister.http.get(`${TASKS}?state=NONE`).expect(422);
  });

  it('tell analysts who works on them, and how many wait', async () => {
    const analyst = await world.account('analyst');
    const gate = held(world);
    const submitted = await Promise.all([1, 2, 3].map(() => world.submit(owner)));
    await eventually(async () => {
      const { body } = await analyst.http.get('/api/v2/workers/status').expect(200);
      expect(body).toMatchObject({
        workers: [{ id: world.config.instanceId, state: 'running', active: 2 }],
        queue: { waiting: 1, active: 2, delayed: 0, failed: 0 },
      });
      return true;
    });
    gate.open();
    for (const { task } of submitted) await world.reaches(task.id, 'SUCCESS');
  });

  it('send no longer than the token lives, and go on with a new one', async () => {
    const gate = held(world);
    const { task } = await world.submit(owner);
    const accessToken = endingToken(world.config, owner.userId, 4);
    const client = await follow(task.id, {}, { ...owner, accessToken });
    await client.until('it is begun', (events) => events.length === 2);
    await client.ended;
    const again = await follow(task.id, { 'last-event-id': '2' });
    gate.open();
    await again.ended;
    expect([...client.events, ...again.events].map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['is taken the role that let it in', { role: 'user' }],
    ['is deactivated', { is_active: false }],
  ])('send nothing any more to an account that %s', async (_, change) => {
    const gate = held(world);
    const { task } = await world.submit(owner);
    const [analyst, admin] = await Promise.all([world.account('analyst'), world.account('admin')]);
    const [client, own] = [await follow(task.id, {}, analyst), await follow(task.id)];
    for (const each of [client, own]) await each.until('it is begun', (events) => events.length === 2);
    await admin.http.patch(`/api/v2/users/${analyst.userId}`).send(change).expect(200);
    gate.open();
    await own.ended;
    await client.ended;
    expect(own.events.map(({ state }) => state)).toEqual(STATES_OF_THREE_STEPS);
    expect(client.events.map(({ state }) => state)).toEqual(['PENDING', 'STARTED']);
  });

  it('end for an account that may no longer read them, also while nothing happens', async () => {
    const gate = held(world);
    const { task } = await world.submit(owner);
    const [analyst, admin] = await Promise.all([world.account('analyst'), world.account('admin')]);
    const client = await follow(task.id, {}, analyst);
    await admin.http.delete(`/api/v2/users/${analyst.userId}`).expect(204);
    await client.ended;
    gate.open();
  });

  it('let one user have eight streams, and forget those that left', async () => {
    const gate = held(world);
    const many = await world.account();
    const { task } = await world.submit(many);
    const open = () => follow(task.id, {}, many);
    const streams = await Promise.all(Array.from({ length: 8 }, open));
    expect(streams.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const ninth = await open();
    expect(ninth.status).toBe(429);
    expect(ninth.headers.get('retry-after')).toBe('5');
    for (const stream of streams) stream.leave();
    await eventually(async () => (await open()).status === 200);
    gate.open();
    await world.reaches(task.id, 'SUCCESS');
  });
});

describe('the stop of a process', () => {
  it('ends its streams, which a client then opens again elsewhere', async () => {
    const world = await startTasksWorld({ WORKER_INLINE: 'false' });
    const owner = await world.account();
    const { task } = await world.submit(owner);
    const client = await openEvents(`${world.url}${TASKS}/${task.id}/events`, owner.accessToken);
    await client.until('it is open', (events) => events.length === 1);
    const closed = world.close();
    await client.ended;
    await closed;
    expect(client.events.map(({ state }) => state)).toEqual(['PENDING']);
  });
});

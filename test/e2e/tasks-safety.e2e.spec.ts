import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import mongoose from 'mongoose';
import { AssessmentsRepository } from '../../src/features/assessments/index.js';
import { TaskHandlers, type TaskId } from '../../src/features/tasks/index.js';
import { DAY_MS } from '../../src/kernel/duration.js';
import type { AssessmentId, UserId } from '../../src/kernel/ids.js';
import { eventually, type SignedIn, startRedisServer } from '../support/app.js';
import { freePort, keepProcess, temporaryDir } from '../support/kept-process.mjs';
import { ASSESSMENTS } from './assessments/world.js';
import { openEvents } from './tasks/event-stream.js';
import { held, KIND, startTasksWorld, TASKS, type TasksWorld, threeSteps } from './tasks/tasks-world.js';

describe('a task and the requests that make it', () => {
  let world: TasksWorld;
  let owner: SignedIn;
  beforeAll(async () => {
    world = await startTasksWorld();
    owner = await world.account();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.script.run = threeSteps;
  });

  const keys = () => world.taskCollection.conn.collection('task_keys');

  it('are one under one idempotency key, also when it has ended', async () => {
    const { id } = await world.create(owner);
    const fields = { assessmentId: id as AssessmentId, idempotencyKey: 'a key', input: { a: 1 } };
    const first = await world.submit(owner, fields);
    await world.reaches(first.task.id, 'SUCCESS');
    const again = await world.submit(owner, fields);
    expect(again).toMatchObject({ created: false, task: { id: first.task.id, state: 'SUCCESS' } });
    const other = await world.submit(owner, { ...fields, idempotencyKey: 'another' });
    expect(other.created).toBe(true);
    await world.reaches(other.task.id, 'SUCCESS');
  });

  it('are one for twenty requests with the same key at the same time', async () => {
    const gate = held(world);
    const { id } = await world.create(owner);
    const fields = { assessmentId: id as AssessmentId, idempotencyKey: 'many' };
    const all = await Promise.all(Array.from({ length: 20 }, () => world.submit(owner, fields)));
    expect(new Set(all.map(({ task }) => task.id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    gate.open();
    await world.reaches(all[0]!.task.id, 'SUCCESS'); // twenty were submitted
  });

  it('are refused where the key was used for something else, by this user', async () => {
    const { id } = await world.create(owner);
    const key = { idempotencyKey: 'used' };
    const { task } = await world.submit(owner, { ...key, assessmentId: id as AssessmentId });
    await world.reaches(task.id, 'SUCCESS');
    await expect(
      world.submit(owner, { ...key, assessmentId: id as AssessmentId, input: 1 }),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    const other = await world.account();
    expect((await world.submit(other, key)).created).toBe(true);
  });

  it('stay the ones that ran when they were asked for, also after their end', async () => {
    const gate = held(world);
    const { id } = await world.create(owner);
    const assessmentId = id as AssessmentId;
    const first = await world.submit(owner, { assessmentId });
    const asked = { assessmentId, idempotencyKey: 'came second' };
    const [second] = await Promise.all([world.submit(owner, asked), world.submit(owner, asked)]);
    expect(second).toMatchObject({ created: false, task: { id: first.task.id } });
    gate.open();
    await world.reaches(first.task.id, 'SUCCESS');
    const again = await world.submit(owner, asked);
    expect(again).toMatchObject({ created: false, task: { id: first.task.id, state: 'SUCCESS' } });
  });

  it('are named by who asks, whoever owns the assessment', async () => {
    const admin = (await world.account('admin')).userId as UserId;
    const other = await world.account();
    const { id } = await world.create(owner);
    const fields = { assessmentId: id as AssessmentId, idempotencyKey: 'the same name' };
    const own = await world.submit(owner, fields);
    await world.reaches(own.task.id, 'SUCCESS');
    const theirs = await world.submit(owner, { ...fields, requestedBy: admin });
    expect(theirs.created).toBe(true);
    await world.reaches(theirs.task.id, 'SUCCESS');
    await expect(
      world.submit(other, { idempotencyKey: 'the same name', requestedBy: admin }),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('are made where a key outlived its task', async () => {
    const { id } = await world.create(owner);
    const fields = { assessmentId: id as AssessmentId, idempotencyKey: 'outlives' };
    const { task } = await world.submit(owner, fields);
    await world.reaches(task.id, 'SUCCESS');
    await world.taskCollection.deleteOne({ _id: new world.taskCollection.conn.base.Types.ObjectId(task.id) });
    expect(await world.submit(owner, fields)).toMatchObject({ created: true });
  });

  it('forget the key of a task that was deleted', async () => {
    const { id } = await world.create(owner);
    const fields = { assessmentId: id as AssessmentId, idempotencyKey: 'gone' };
    const { task } = await world.submit(owner, fields);
    await world.reaches(task.id, 'SUCCESS');
    await owner.http.delete(`${TASKS}/${task.id}`).expect(204);
    expect((await world.submit(owner, fields)).created).toBe(true);
  });

  it('leave nothing where the assessment is not theirs or is no more', async () => {
    const before = await world.taskCollection.countDocuments({ user_id: { $exists: true } });
    const other = await world.account();
    const { id } = await world.create(other);
    await expect(world.submit(owner, { assessmentId: id as AssessmentId })).rejects.toMatchObject({
      code: 'assessment_not_found',
    });
    await other.http.delete(`${ASSESSMENTS}/${id}`).expect(204);
    await expect(world.submit(other, { assessmentId: id as AssessmentId })).rejects.toMatchObject({
      code: 'assessment_not_found',
    });
    expect(await world.taskCollection.countDocuments({ user_id: { $exists: true } })).toBe(before);
  });

  it('write what goes with the task, or neither', async () => {
    const { id } = await world.create(owner);
    const assessmentId = id as AssessmentId;
    await expect(
      world.submit(owner, { assessmentId, alongside: () => Promise.reject(new Error('no')) }),
    ).rejects.toThrow('no');
    expect(await world.tasks.activeOf(assessmentId)).toBeNull();
    expect(await keys().countDocuments({ assessment_id: { $exists: false } })).toBe(0);
  });
});

describe('a task of a kind that its process does not know', () => {
  let world: TasksWorld;
  let owner: SignedIn;
  beforeAll(async () => {
    world = await startTasksWorld();
    owner = await world.account();
  });
  afterAll(() => world.close());

  /** As a process of a newer version would leave it. */
  const submitted = async (kind: string, createdAt: Date, ofAssessment: object = {}) => {
    const { task } = await world.submit(owner);
    const ended = await world.reaches(task.id, 'SUCCESS');
    const waiting = { state: 'PENDING', active: true, attempt: 0, result: null, ended_at: null };
    const { ObjectId } = world.taskCollection.conn.base.Types;
    const record = { ...ended, ...waiting, _id: new ObjectId(), kind, created_at: createdAt };
    const itsAssessment = { _id: ended['assessment_id'] as never }; // an id as it is stored
    await world.collection.updateOne(itsAssessment, { $set: { write_id: null, ...ofAssessment } });
    await world.taskCollection.insertOne(record);
    return record._id.toHexString() as TaskId; // an ObjectId's own text
  };

  it('is left to one that does', async () => {
    const handlers = world.app.get(TaskHandlers);
    const asked = jest.spyOn(handlers, 'of');
    const id = await submitted('newer_work', new Date());
    await eventually(() => asked.mock.calls.filter(([kind]) => kind === 'newer_work').length > 2);
    expect(await world.document(id)).toMatchObject({ state: 'PENDING', attempt: 0, faults: 0 });
    handlers.register({ kind: 'newer_work', run: threeSteps, onEnded: async () => undefined });
    expect(await world.reaches(id, 'SUCCESS', 'FAILURE')).toMatchObject({ state: 'SUCCESS', attempt: 1 });
  });

  it('fails where nobody knew it for a day', async () => {
    const id = await submitted('forgotten_work', new Date(Date.now() - DAY_MS));
    const { error } = await world.reaches(id, 'FAILURE');
    expect(error).toBe('No process that runs jobs knows this kind of work.');
  });

  describe('leaves its assessment in no workflow', () => {
    const progress = { current_step: null, completed_steps: [], total_steps: 0, progress_percentage: 0 };
    const before = { progress, status: 'in_progress', workflow_id: null, agent_states: {} };
    const running = { status: 'agent_analysis', workflow_id: 'wf_strange' };

    const read = async (path: string) =>
      (await owner.http.get(path).set('cache-control', 'no-cache').expect(200)).body;

    const pathOf = async (id: string) =>
      `${ASSESSMENTS}/${String((await world.document(id))?.['assessment_id'])}`;

    it('when it is cancelled: what stood before it stands again', async () => {
      const id = await submitted('strange_work', new Date(), { ...running, before_workflow: before });
      const path = await pathOf(id);
      await owner.http.put(path).send({ status: 'completed' }).expect(409);
      await owner.http.delete(`${TASKS}/${id}`).expect(202);
      expect(await read(path)).toMatchObject({ status: 'in_progress', workflow_id: null });
      await owner.http.put(path).send({ status: 'completed' }).expect(200);
    });

    it.each([
      ['what stood before it stands again', { before_workflow: before }, 'in_progress'],
      ['it failed where nothing was kept', {}, 'failed'],
    ])('when nobody knew it for a day: %s', async (_, kept, status) => {
      const id = await submitted('strange_work', new Date(Date.now() - DAY_MS), { ...running, ...kept });
      await world.reaches(id, 'FAILURE');
      expect((await read(await pathOf(id))).status).toBe(status);
    });

    it('and one that it never touched untouched', async () => {
      const id = await submitted('quiet_work', new Date());
      const path = await pathOf(id);
      const { revision } = await read(path);
      await owner.http.delete(`${TASKS}/${id}`).expect(202);
      expect((await read(path)).revision).toBe(revision);
    });
  });
});

describe('the deletion of an assessment', () => {
  let world: TasksWorld;
  let owner: SignedIn;
  beforeAll(async () => {
    world = await startTasksWorld();
    owner = await world.account();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.script.run = threeSteps;
  });

  const left = async (who: SignedIn): Promise<number> => {
    const { ObjectId } = world.taskCollection.conn.base.Types;
    const filter = { user_id: new ObjectId(who.userId) };
    const counts = ['tasks', 'task_keys'].map((name) =>
      world.taskCollection.conn.collection(name).countDocuments(filter),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };

  it('cancels what runs for it first, ends its streams and takes its tasks with it', async () => {
    let late: unknown;
    const gate = held(world, async (task) => {
      late = await task.complete({}, [], async () => undefined).catch((error: unknown) => error);
    });
    const { task } = await world.submit(owner, { idempotencyKey: 'x' });
    await world.reaches(task.id, 'STARTED');
    const client = await openEvents(`${world.url}${TASKS}/${task.id}/events`, owner.accessToken);
    await owner.http.delete(`${ASSESSMENTS}/${task.assessmentId}`).expect(204);
    await owner.http.get(`${TASKS}/${task.id}`).expect(404);
    gate.open();
    await eventually(() => late !== undefined);
    expect(late).toMatchObject({ name: 'TaskLost' });
    expect(world.ends).toContainEqual({ id: task.id, end: 'CANCELLED' });
    await client.ended;
    expect(await left(owner)).toBe(0);
  });

  it('leaves no task behind, whenever one is submitted meanwhile', async () => {
    const someone = await world.account();
    const assessments = await Promise.all(Array.from({ length: 15 }, () => world.create(someone)));
    const statuses: number[] = [];
    await Promise.all(
      assessments.map(async ({ id }, index) => {
        const submit = async (): Promise<unknown> => {
          for (let turn = 0; turn < index; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          return world.submit(someone, { assessmentId: id as AssessmentId, idempotencyKey: id });
        };
        // Whoever loses a race too often hears 503 and comes again.
        const deletion = async () => {
          let status = 503;
          while (status === 503) ({ status } = await someone.http.delete(`${ASSESSMENTS}/${id}`));
          return status;
        };
        const [, deleted] = await Promise.allSettled([submit(), deletion()]);
        statuses.push(deleted.status === 'fulfilled' ? deleted.value : 0);
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([204]));
    for (const { id } of assessments) await someone.http.get(`${ASSESSMENTS}/${id}`).expect(404);
    expect(await left(someone)).toBe(0);
  });

  it('and that of an account take the tasks of all their assessments', async () => {
    const leaving = await world.account();
    const gate = held(world);
    const running = await world.submit(leaving, { idempotencyKey: 'r' });
    await world.reaches(running.task.id, 'STARTED');
    await leaving.http.delete(`/api/v2/users/${leaving.userId}`).expect(204);
    expect(world.ends).toContainEqual({ id: running.task.id, end: 'CANCELLED' });
    expect(await left(leaving)).toBe(0);
    gate.open();
  });
});

describe('tasks while Redis is down', () => {
  it('are made all the same, run when it is back, and do not hold up the stop', async () => {
    const redis = await startRedisServer();
    const world = await startTasksWorld({ REDIS_URL: redis.url });
    const owner = await world.account();
    const before = await world.create(owner);
    await redis.stop();
    const { task, created } = await world.submit(owner, { assessmentId: before.id as AssessmentId });
    expect(created).toBe(true);
    const analyst = await world.account('analyst');
    const { body } = await analyst.http.get('/api/v2/workers/status').expect(503);
    expect(body.code).toBe('queue_unavailable');
    const client = await openEvents(`${world.url}${TASKS}/${task.id}/events`, owner.accessToken);
    const again = await startRedisServer([], { port: redis.port });
    await world.reaches(task.id, 'SUCCESS');
    await client.ended;
    expect(client.events.map(({ state }) => state)).toContain('SUCCESS');

    const gate = held(world);
    const running = await world.submit(owner);
    await world.reaches(running.task.id, 'STARTED');
    await again.stop();
    const ended = await owner.http.delete(`${TASKS}/${running.task.id}`).expect(202);
    expect(ended.body.state).toBe('CANCELLED');
    gate.open();
    await world.close(); // jest's own limit ends a stop that is not bounded
  });

  it('are run where it comes only after the start', async () => {
    const port = await freePort();
    const world = await startTasksWorld({ REDIS_URL: `redis://127.0.0.1:${port}` });
    const owner = await world.account();
    const { task } = await world.submit(owner);
    const redis = await startRedisServer([], { port });
    await world.reaches(task.id, 'SUCCESS');
    await world.close();
    await redis.stop();
  });
});

describe('a process that starts again without Redis', () => {
  it('takes up what the one before had begun', async () => {
    const first = await startTasksWorld({ REDIS_URL: '' });
    const owner = await first.account();
    const gate = held(first);
    const { task } = await first.submit(owner);
    await first.reaches(task.id, 'STARTED');
    const record = await first.document(task.id);
    await first.close();
    gate.open();
    // as a killed process leaves it: claimed, with a lease that runs out
    const killed = await mongoose.createConnection(first.config.mongodb.uri ?? '').asPromise();
    const left = { ...record, lease_until: new Date(Date.now() + 4_000) };
    await killed.collection('tasks').replaceOne({ state: 'RETRY' }, left);
    await killed.close();
    const second = await startTasksWorld({ REDIS_URL: '', MONGODB_URI: first.config.mongodb.uri ?? '' });
    expect(record).toMatchObject({ state: 'STARTED', claim: expect.any(String) });
    expect(await second.reaches(task.id, 'SUCCESS')).toMatchObject({ attempt: 2 });
    await second.close();
  });
});

describe('on a standalone MongoDB', () => {
  it('work is refused with a sentence, and assessments and accounts are deleted all the same', async () => {
    const port = await freePort();
    const dir = temporaryDir('standalone');
    const mongod = await keepProcess(
      process.env['TEST_MONGOD'] ?? '',
      ['--dbpath', dir, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
      { temporaryDir: dir },
    );
    const uri = `mongodb://127.0.0.1:${port}/standalone`;
    const world = await startTasksWorld({ MONGODB_URI: uri });
    try {
      const owner = await world.account();
      await expect(world.submit(owner)).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'no_transactions',
      });
      const { id } = await world.create(owner);
      await owner.http.delete(`${ASSESSMENTS}/${id}`).expect(204);
      await owner.http.get(`${ASSESSMENTS}/${id}`).expect(404);
      const { id: other } = await world.create(owner);
      await owner.http.delete(`/api/v2/users/${owner.userId}`).expect(204);
      expect(await world.app.get(AssessmentsRepository).findById(other as AssessmentId)).toBeNull();
      expect(world.app.get(TaskHandlers).of(KIND)).not.toBeNull();
    } finally {
      await world.close();
      await mongod.stop('SIGKILL');
    }
  });
});

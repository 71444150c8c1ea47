import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../src/kernel/errors.js';
import { DAY_MS } from '../../src/kernel/duration.js';
import { eventually, type SignedIn } from '../support/app.js';
import { startTasksWorld, type TasksWorld, threeSteps } from './tasks/tasks-world.js';

describe.each([
  ['in Redis', {}],
  ['in the process', { REDIS_URL: '' }],
])('tasks with the queue %s', (_, env) => {
  let world: TasksWorld;
  let owner: SignedIn;

  beforeAll(async () => {
    world = await startTasksWorld(env);
    owner = await world.account();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.script.run = threeSteps;
  });

  it('run to their end', async () => {
    const { task, created } = await world.submit(owner);
    expect(created).toBe(true);
    const ended = await world.reaches(task.id, 'SUCCESS');
    expect(ended).toMatchObject({ result: { done: true }, progress: 100, attempt: 1, claim: null });
  });

  it('are made once for twenty requests at the same time', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    world.script.run = async (task) => {
      await held;
      await threeSteps(task);
    };
    const first = await world.create(owner);
    const assessmentId = first.id as never;
    const submitted = await Promise.all(
      Array.from({ length: 20 }, () => world.submit(owner, { assessmentId })),
    );
    expect(new Set(submitted.map(({ task }) => task.id)).size).toBe(1);
    expect(submitted.filter(({ created }) => created)).toHaveLength(1);
    release();
    await world.reaches(submitted[0]!.task.id, 'SUCCESS'); // twenty were submitted
  });

  it('are tried again after a fault that may pass', async () => {
    let faults = 2;
    world.script.run = async (task) => {
      if (faults-- > 0) throw new DomainError('unavailable', 'x', 'It does not answer.');
      await threeSteps(task);
    };
    const { task } = await world.submit(owner);
    await world.reaches(task.id, 'RETRY');
    expect(await world.reaches(task.id, 'SUCCESS')).toMatchObject({ attempt: 3, faults: 2 });
  });
});

describe('a task that has ended', () => {
  it('is kept for ninety days; one that has not is kept', async () => {
    const world = await startTasksWorld();
    const server = world.taskCollection.conn.getClient().db('admin');
    const look = (everyS: number) => server.command({ setParameter: 1, ttlMonitorSleepSecs: everyS });
    try {
      const owner = await world.account();
      const ended = await world.reaches((await world.submit(owner)).task.id, 'SUCCESS');
      const { ObjectId } = world.taskCollection.conn.base.Types;
      const add = async (fields: object) => {
        const record = { ...ended, ...fields, _id: new ObjectId() };
        await world.taskCollection.insertOne(record);
        return record._id;
      };
      const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
      const young = await add({ ended_at: daysAgo(89), created_at: daysAgo(100) });
      const waiting = await add({ ended_at: null, created_at: daysAgo(100) });
      const old = await add({ ended_at: daysAgo(91) });
      await look(1);
      await eventually(async () => (await world.taskCollection.findOne({ _id: old })) === null, {
        withinMs: 90_000, // its clock may just have been set to a minute
      });
      const left = await world.taskCollection.countDocuments({ _id: { $in: [young, waiting] } });
      expect(left).toBe(2);
    } finally {
      await look(60);
      await world.close();
    }
  }, 240_000);
});

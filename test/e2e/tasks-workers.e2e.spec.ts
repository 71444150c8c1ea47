import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type SignedIn, type WorkerProcess } from '../support/app.js';
import { openEvents } from './tasks/event-stream.js';
import { startTasksWorld, TASKS, type TasksWorld } from './tasks/tasks-world.js';
import { startWorkerOf, type WorkerOptions } from './tasks/worker-process.js';

const SLOW = { count: 10, everyMs: 200 };

describe('processes that run jobs alone', () => {
  let world: TasksWorld;
  let owner: SignedIn;
  const workers: WorkerProcess[] = [];

  beforeAll(async () => {
    world = await startTasksWorld({ WORKER_INLINE: 'false' });
    owner = await world.account();
    await steps().createIndex({ task: 1, done: 1 });
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop('SIGKILL')));
  });
  afterAll(() => world.close());

  const steps = () => world.taskCollection.conn.collection('test_steps');
  const doneTimes = (task: string) => steps().countDocuments({ task, done: true });
  const start = async (name: string, options: WorkerOptions = {}) => {
    const worker = await startWorkerOf(world, name, options);
    workers.push(worker);
    return worker;
  };
  const isUnderWayBy = (id: string, name: string) =>
    eventually(
      async () => {
        const found = await world.document(id);
        return found?.['message'] === `By ${name}.`;
      },
      { what: `${name} works on it` },
    );

  it('are found by what an API process puts up, and tell its clients of each step', async () => {
    const { task } = await world.submit(owner, { input: { count: 3 } });
    const client = await openEvents(`${world.url}${TASKS}/${task.id}/events`, owner.accessToken);
    expect(await world.reaches(task.id, 'PENDING')).toMatchObject({ attempt: 0 });
    await start('first');
    await client.ended;
    expect(client.events.map(({ state }) => state)).toEqual(
      'PENDING STARTED PROGRESS PROGRESS PROGRESS SUCCESS'.split(' '),
    );
    expect(await doneTimes(task.id)).toBe(1);
  });

  it('take over what a killed one had begun: done to the end, once', async () => {
    const first = await start('first');
    const { task } = await world.submit(owner, { input: SLOW });
    const client = await openEvents(`${world.url}${TASKS}/${task.id}/events`, owner.accessToken);
    await isUnderWayBy(task.id, 'first');
    await first.stop('SIGKILL');
    await start('second');
    const ended = await world.reaches(task.id, 'SUCCESS');
    expect(ended).toMatchObject({ attempt: 2, result: { by: 'second' } });
    expect(await doneTimes(task.id)).toBe(1);
    await client.ended;
    const ids = client.events.map(({ id }) => id);
    expect(ids).toEqual(Array.from(ids, (_, index) => index + 1));
    expect(client.events.filter(({ state }) => state === 'STARTED')).toHaveLength(2);
  });

  it('take over from one that is frozen, whose late writes then do nothing', async () => {
    const first = await start('first');
    await start('second', { env: { LOG_LEVEL: 'silent' } });
    const { task } = await world.submit(owner, { input: SLOW });
    const runner = await eventually(async () => {
      const found = await world.document(task.id);
      return /^By (.*)\.$/.exec(String(found?.['message']))?.[1];
    });
    const frozen = runner === 'first' ? first : workers[1]!; // the second of two
    process.kill(frozen.pid, 'SIGSTOP');
    const ended = await world.reaches(task.id, 'SUCCESS');
    expect(ended['result']).not.toEqual({ by: runner });
    process.kill(frozen.pid, 'SIGCONT');
    const next = await world.submit(owner, { input: { count: 1 } }); // and it works on
    await world.reaches(next.task.id, 'SUCCESS');
    await frozen.stop(); // whatever it was about to write is written by now
    expect(await doneTimes(task.id)).toBe(1);
    const { body } = await owner.http.get(`${TASKS}/${task.id}`).expect(200);
    expect(body).toMatchObject({ state: 'SUCCESS', result: ended['result'] });
  });

  it('share a hundred tasks: all end, none is done twice', async () => {
    const submitted: Awaited<ReturnType<TasksWorld['submit']>>[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const ten = Array.from({ length: 10 }, () => world.submit(owner, { input: { count: 2 } }));
      submitted.push(...(await Promise.all(ten)));
    }
    await Promise.all([start('first'), start('second')]);
    const ids = submitted.map(({ task }) => task.id);
    await eventually(
      async () => (await steps().countDocuments({ task: { $in: ids }, done: true })) === ids.length,
      { withinMs: 150_000, everyMs: 100, what: 'all are done' },
    );
    for (const { task } of submitted) {
      expect(await world.reaches(task.id, 'SUCCESS')).toMatchObject({ attempt: 1 });
      expect(await doneTimes(task.id)).toBe(1);
    }
    const by = await steps().distinct('by', { task: { $in: ids }, done: true });
    expect(new Set(by)).toEqual(new Set(['first', 'second']));
  }, 240_000);

  it('hand back what they have not ended when they are told to stop', async () => {
    const first = await start('first');
    const { task } = await world.submit(owner, { input: { count: 200, everyMs: 100 } });
    await isUnderWayBy(task.id, 'first');
    expect(await first.stop('SIGTERM')).toBe(0);
    expect(await world.reaches(task.id, 'RETRY')).toMatchObject({
      claim: null,
      lease_until: null,
      faults: 0,
    });
    await owner.http.delete(`${TASKS}/${task.id}`).expect(202);
  });

  it('start and stop without a word of an error', async () => {
    const worker = await start('plain', { plain: true });
    expect(await worker.stop('SIGTERM')).toBe(0);
    expect(worker.logs.filter((line) => /"level":"(error|fatal)"|Error:/.test(line))).toEqual([]);
  });
});

describe('a process that runs jobs, without Redis', () => {
  it('finds them in the database', async () => {
    const world = await startTasksWorld({ WORKER_INLINE: 'false', REDIS_URL: '' });
    try {
      const owner = await world.account();
      const { task } = await world.submit(owner, { input: { count: 1 } });
      const worker = await startWorkerOf(world, 'alone');
      const client = await openEvents(`${world.url}${TASKS}/${task.id}/events`, owner.accessToken);
      await world.reaches(task.id, 'SUCCESS');
      await client.ended;
      expect(client.events.at(-1)?.state).toBe('SUCCESS');
      expect(await worker.stop()).toBe(0);
    } finally {
      await world.close();
    }
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../src/kernel/errors.js';
import type { SignedIn } from '../support/app.js';
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

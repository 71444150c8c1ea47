import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { JobEnd, JobQueue, RunJob } from '../../src/platform/queue/index.js';
import { eventually } from '../support/eventually.mjs';

/** A promise that a test settles. */
interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** What every queue does; `make` gives one whose jobs are its own. */
export function jobQueueContract(make: () => JobQueue): void {
  let queue: JobQueue;
  let runs: string[];

  beforeEach(() => {
    queue = make();
    runs = [];
  });
  afterEach(() => queue.close());

  const until = (what: string, condition: () => boolean | Promise<boolean>) =>
    eventually(condition, { what });
  const recording =
    (end: (id: string) => JobEnd | Promise<JobEnd> = () => 'done'): RunJob =>
    async (id) => {
      runs.push(id);
      return end(id);
    };
  const isEmpty = async (): Promise<boolean> => {
    const { waiting, active, delayed } = await queue.counts();
    return waiting + active + delayed === 0;
  };

  it('runs each job once', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `job${index}`);
    queue.work(recording(), 3);
    await queue.add(ids);
    await until('all have run', () => runs.length === ids.length);
    await until('nothing is left', isEmpty);
    expect(runs.toSorted()).toEqual(ids.toSorted());
  });

  it('keeps what was added before anybody worked', async () => {
    await queue.add(['early']);
    expect(await queue.counts()).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    queue.work(recording(), 1);
    await until('it has run', () => runs.length === 1);
  });

  it('takes a job that waits, or runs, once', async () => {
    const { opened, open } = gate();
    await queue.add(['a', 'a']);
    await queue.add(['a']);
    queue.work(
      recording(async () => {
        await opened;
        return 'done' as const;
      }),
      2,
    );
    await until('it runs', () => runs.length === 1);
    await queue.add(['a', 'b']);
    await until('the other runs beside it', () => runs.length === 2);
    open();
    await until('nothing is left', isEmpty);
    expect(runs).toEqual(['a', 'b']);
  });

  it('takes a job again that has ended', async () => {
    queue.work(recording(), 1);
    for (const times of [1, 2, 3]) {
      await queue.add(['again']);
      await until(`it has run ${times} times`, () => runs.length === times);
      await until('nothing is left', isEmpty);
    }
  });

  it('runs a job again after the time that its run asked for, and others meanwhile', async () => {
    let again = 2;
    queue.work(
      recording((id) => (id === 'slow' && again-- > 0 ? { againInMs: 300 } : 'done')),
      1,
    );
    await queue.add(['slow', 'other']);
    await until('all have run', () => runs.length === 4);
    await until('nothing is left', isEmpty);
    expect(runs).toEqual(['slow', 'other', 'slow', 'slow']);
  });

  it('says which jobs wait, run and are put off', async () => {
    const { opened, open } = gate();
    queue.work(
      recording(async (id) => {
        if (id === 'put-off') return { againInMs: 60_000 };
        await opened;
        return 'done' as const;
      }),
      1,
    );
    await queue.add(['put-off', 'held', 'behind']);
    await until('it is held', () => runs.includes('held'));
    expect(await queue.counts()).toEqual({ waiting: 1, active: 1, delayed: 1, failed: 0 });
    await queue.add(['put-off']);
    expect(await queue.counts()).toMatchObject({ delayed: 1 });
    open();
  });

  it('runs no more than it shall at once', async () => {
    let now = 0;
    let most = 0;
    queue.work(async (id) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      runs.push(id);
      return 'done';
    }, 2);
    await queue.add(Array.from({ length: 20 }, (_, index) => `job${index}`));
    await until('all have run', () => runs.length === 20);
    expect(most).toBe(2);
  });

  it('names the process that works, and what it does', async () => {
    const { opened, open } = gate();
    expect(await queue.workers()).toEqual([]);
    queue.work(
      recording(async () => {
        await opened;
        return 'done' as const;
      }),
      1,
    );
    await queue.add(['a']);
    await until('it is seen working', async () => (await queue.workers())[0]?.active === 1);
    expect(await queue.workers()).toEqual([{ id: 'first', state: 'running', active: 1, completed: 0 }]);
    open();
    await until('it is seen idle', async () => (await queue.workers())[0]?.completed === 1);
  });

  it('takes nothing any more once it was told to stop, and lets what runs end', async () => {
    const { opened, open } = gate();
    let ended = 0;
    queue.work(
      recording(async () => {
        await opened;
        ended += 1;
        return 'done' as const;
      }),
      1,
    );
    await queue.add(['a']);
    await until('it runs', () => runs.length === 1);
    queue.stopWorking();
    await queue.add(['b']);
    open();
    await until('it has ended', () => ended === 1);
    await until('the other still waits', async () => (await queue.counts()).waiting === 1);
    expect(runs).toEqual(['a']);
  });

  it('passes on what is told, until one stops listening', async () => {
    const heard: (string | null)[] = [];
    const stop = queue.onTold((id) => heard.push(id));
    await until('it is heard', () => {
      queue.tell('x');
      return heard.includes('x');
    });
    stop();
    const count = heard.length;
    queue.tell('x');
    await queue.counts();
    expect(heard).toHaveLength(count);
  });

  it('closes twice, and while a run has not ended', async () => {
    const { opened, open } = gate();
    queue.work(
      recording(async () => {
        await opened;
        return { againInMs: 10 };
      }),
      1,
    );
    await queue.add(['a']);
    await until('it runs', () => runs.length === 1);
    await queue.close();
    await queue.close();
    open();
    expect(runs).toEqual(['a']);
  });
}

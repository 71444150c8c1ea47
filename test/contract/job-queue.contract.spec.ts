import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { systemClock } from '../../src/kernel/clock.js';
import { randomId } from '../../src/kernel/ids.js';
import { BullMqQueue } from '../../src/platform/queue/bullmq.queue.js';
import { InProcessQueue } from '../../src/platform/queue/in-process.queue.js';
import { eventually } from '../support/eventually.mjs';
import { type ClusterSetup, startClusterSetup } from '../support/redis-topologies.js';
import { jobQueueContract } from './job-queue.contract.js';

const logger = pino({ level: 'silent' });
const at = (...urls: string[]) => ({ urls, busUrls: null, sentinels: [], sentinelName: null });
const shared = () => process.env['TEST_REDIS_URL'] ?? '';

describe('the queue in the process', () => {
  jobQueueContract(() => new InProcessQueue('first', systemClock));
});

describe('the queue over Redis', () => {
  jobQueueContract(() => new BullMqQueue(at(shared()), { prefix: randomId(), instanceId: 'first' }, logger));
});

describe('the queue over a Redis Cluster', () => {
  let setup: ClusterSetup;
  beforeAll(async () => void (setup = await startClusterSetup()));
  afterAll(() => setup.stop());

  jobQueueContract(
    () => new BullMqQueue(at(...setup.urls), { prefix: randomId(), instanceId: 'first' }, logger),
  );
});

describe('two processes with the queue over Redis', () => {
  const queues: BullMqQueue[] = [];
  const prefix = `both-${randomId()}`;
  const join = (instanceId: string): BullMqQueue => {
    const queue = new BullMqQueue(at(shared()), { prefix, instanceId }, logger);
    queues.push(queue);
    return queue;
  };
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
  });

  it('share the jobs, hear each other, and write under a prefix that is not the cache’s', async () => {
    const [one, two] = [join('one'), join('two')];
    const runs: string[] = [];
    const heard: (string | null)[] = [];
    two.onTold((id) => heard.push(id));
    for (const queue of [one, two]) {
      queue.work(async (id) => {
        runs.push(id);
        return 'done';
      }, 2);
    }
    const ids = Array.from({ length: 60 }, (_, index) => `job${index}`);
    await Promise.all([one.add(ids), two.add(ids)]);
    await eventually(() => runs.length === ids.length);
    await eventually(() => {
      one.tell('x');
      return heard.includes('x');
    });
    await eventually(async () => (await two.workers()).map(({ id }) => id).join() === 'one,two');
    expect(runs.toSorted()).toEqual(ids.toSorted());

    const redis = new Redis(shared());
    const keys = await redis.keys(`*${prefix}*`);
    const ofCache = await redis.keys(`${prefix}:*`);
    redis.disconnect();
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter((key) => !key.startsWith(`{jobs:${prefix}}:`))).toEqual([]);
    expect(ofCache).toEqual([]);
    expect(keys.filter((key) => ids.some((id) => key.endsWith(`:${id}`)))).toEqual([]);
  });
});

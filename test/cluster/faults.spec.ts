import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.mjs';
import { type Cluster, startCluster } from './cluster.js';
import { cacheHealth, outOfQuarantine } from './health.js';
import type { Answer } from './http-client.js';
import { create, register } from './make-cast.js';

const START_LIMIT_MS = 180_000;
/** What two processes that are well say to Redis in a second, with room. */
const HEARTBEATS_A_SECOND = 60;
const READS = 10_000;
const AT_ONCE = 16;
/** Of so many bytes a read that were kept for later, a quarter would be seen. */
const KEPT_BYTES_A_READ = 1_000;

let cluster: Cluster;
let token: string;
let documents: string[];

beforeAll(async () => {
  cluster = await startCluster({ mode: 'available', processes: 2 });
  token = await register(cluster, 'owner@example.com');
  documents = [];
  for (let count = 0; count < 20; count += 1) documents.push(await create(cluster, token));
  await outOfQuarantine(cluster);
}, START_LIMIT_MS);

afterEach(async () => {
  const { commands, bus } = cluster.node(0).links;
  for (const link of [commands, bus]) {
    await link.accept();
    await link.thaw();
  }
  await eventually(async () => (await cacheHealth(cluster, 0)).l2.usable);
}, START_LIMIT_MS);

afterAll(() => cluster.stop());

describe('Redis frozen, not closed', () => {
  it('costs a read its time budget a few times, then nothing, and the tiers are back after the thaw', async () => {
    await cluster.node(0).links.commands.freeze();
    const times: number[] = [];
    for (const id of documents) {
      const startedMs = performance.now();
      const answer = await read(id);
      times.push(performance.now() - startedMs);
      expect(answer.status).toBe(200);
    }
    expect((await cacheHealth(cluster, 0)).l2.circuit).not.toBe('closed');
    const [first = 0] = times;
    const later = times.slice(10).toSorted((a, b) => a - b)[4] ?? 0;
    process.stdout.write(
      `frozen: the first read took ${first.toFixed(0)} ms, with the circuit open ${later.toFixed(1)} ms\n`,
    );

    await cluster.node(0).links.commands.thaw();
    await eventually(async () => statusOf(await read(documents[1] ?? '')).includes('hit'));
    await eventually(async () => (await cacheHealth(cluster, 0)).l2.circuit === 'closed');
  });
});

describe('Redis cut off', () => {
  it(
    `answers ${READS} reads in flat memory, and sends no burst of queued commands afterwards`,
    async () => {
      const { commands } = cluster.node(0).links;
      await commands.refuse();
      await commands.cut();
      await readMany(READS); // compiled, and every buffer that is kept is there
      const before = await cluster.node(0).process().liveBytes();
      const failed = await readMany(READS);
      const grown = (await cluster.node(0).process().liveBytes()) - before;
      expect(failed).toBe(0);
      expect(grown).toBeLessThan((READS * KEPT_BYTES_A_READ) / 4);

      const startedMs = performance.now();
      const heard = await commandsOf(cluster, async () => {
        await commands.accept();
        await eventually(async () => (await cacheHealth(cluster, 0)).l2.usable);
        await pause(500);
      });
      process.stdout.write(
        `cut: ${READS} reads, memory ${(grown / 1024).toFixed(0)} KiB more, ${heard} commands in the first moments after\n`,
      );
      const seconds = (performance.now() - startedMs) / 1_000;
      expect(heard).toBeLessThan(READS / 50 + HEARTBEATS_A_SECOND * seconds);
    },
    START_LIMIT_MS * 4,
  );
});

describe('Redis stopped and started under load', () => {
  it(
    'fails no request',
    async () => {
      let stop = false;
      let failed = 0;
      let reads = 0;
      const load = (async () => {
        while (!stop) {
          failed += await readMany(100);
          reads += 100;
        }
      })();
      await pause(300);
      await cluster.stopRedis();
      await pause(1_000);
      await cluster.startRedis();
      await pause(1_000);
      stop = true;
      await load;
      process.stdout.write(`Redis stopped and started: ${reads} reads, ${failed} failed\n`);
      expect(failed).toBe(0);
    },
    START_LIMIT_MS,
  );
});

/** Reads through the first process, so many at once; gives how many failed. */
async function readMany(count: number): Promise<number> {
  let left = count;
  let failed = 0;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const id = documents[left % documents.length] ?? '';
      const answer = await read(id).catch(() => null);
      if (answer?.status !== 200) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return failed;
}

function read(id: string): Promise<Answer> {
  return cluster.http.ask(cluster.node(0).process().url, `/api/v2/assessments/${id}`, { token });
}

function statusOf({ headers }: Answer): string {
  return String(headers['cache-status']);
}

/** How many commands the server executes meanwhile, as MONITOR tells it; those of scripts do not count. */
async function commandsOf({ redis }: Cluster, act: () => Promise<void>): Promise<number> {
  const monitor: Redis = await redis.monitor();
  let heard = 0;
  monitor.on('monitor', (_time: string, args: readonly string[], source: string) => {
    if (source !== 'lua' && args[0]?.toLowerCase() !== 'ping') heard += 1;
  });
  try {
    await act();
    return heard;
  } finally {
    monitor.disconnect();
  }
}

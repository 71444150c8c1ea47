import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually.mjs';
import type { Cluster } from './cluster.js';
import type { Fault } from './fault.js';

/** So slow that there is time to see a write between its begin and its arrival in the database. */
const SLOW_MONGO_MS = 150;
/** Time enough after the deadline for others to store what stands in the database. */
const STORED_AGAIN_MS = 600;
const BEGIN_WITHIN_MS = 3_000;

const stopped: Fault = {
  name: 'SIGSTOP, SIGCONT',
  group: 'process',
  database: null,
  happen: async ({ cluster, random }, victim) => {
    const { pid } = victim.process();
    process.kill(pid, 'SIGSTOP');
    try {
      await pause(cluster.timing.leaseMs * random.between(0.2, 2.2));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  },
};

const killed: Fault = {
  name: 'kill -9 under load',
  group: 'process',
  database: null,
  happen: async (_, victim) => {
    await victim.kill();
    await victim.start();
  },
};

/** Its MongoDB link freezes, so that every load stands still and holds its lock; then it dies. */
const killedWhileLoading: Fault = {
  name: 'kill -9 of the lock holder in the middle of a load',
  group: 'process',
  database: 'victim',
  happen: async ({ cluster, cast, clients, random }, victim) => {
    const other = random.pick(cluster.nodes.filter((node) => node !== victim));
    await victim.links.mongo.freeze();
    for (const document of cast.documents) await clients.write(other, document); // all cold: the victim's readers load
    await pause(random.between(0, 300));
    await victim.kill();
    await victim.links.mongo.cut();
    await victim.links.mongo.thaw();
    await victim.start();
  },
};

/**
 * A write has begun and its command is on the slow way to the database when the process dies. Then the command is lost,
 * or arrives while the write is pending, or after its deadline: the fence must hold it off.
 */
function killedWhileWriting(fate: 'lost' | 'arrives in time' | 'arrives late'): Fault {
  return {
    name: `kill -9 between begin and commit, the command ${fate}`,
    group: 'process',
    database: 'victim',
    happen: async ({ cluster, clients, cast }, victim) => {
      const { mongo } = victim.links;
      const document = cast.quietDocument;
      await mongo.delay(SLOW_MONGO_MS);
      const write = clients.write(victim, document);
      await eventually(() => isPending(cluster, document), {
        withinMs: BEGIN_WITHIN_MS,
        everyMs: 2,
        what: 'a write is pending',
      }).catch(() => undefined); // another fault may keep it from beginning: then it is a kill like another
      await mongo.freeze();
      await pause(2 * SLOW_MONGO_MS); // all have acknowledged, the command is sent, and stands in the frozen link
      await victim.kill();
      await mongo.delay(0);
      if (fate === 'arrives late') await pause(cluster.timing.pendingMs + STORED_AGAIN_MS);
      if (fate === 'lost') await mongo.cut();
      await mongo.thaw();
      await write;
      await victim.start();
    },
  };
}

/** Whether Redis holds a pending write of the assessment's scope. */
export async function isPending(cluster: Cluster, document: string): Promise<boolean> {
  const epoch = await cluster.redis.hget(`${cluster.prefix}:epoch`, 'id');
  const [seconds = 0, microseconds = 0] = await cluster.redis.time();
  const nowMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  return (
    (await cluster.redis.zcount(`${cluster.prefix}:${epoch}:p:{assessment:${document}}`, nowMs, '+inf')) > 0
  );
}

export const processFaults: readonly Fault[] = [
  stopped,
  killed,
  killedWhileLoading,
  killedWhileWriting('lost'),
  killedWhileWriting('arrives in time'),
  killedWhileWriting('arrives late'),
];

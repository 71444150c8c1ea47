import mongoose from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually.mjs';
import { freePort, keepProcess, temporaryDir } from '../support/kept-process.mjs';
import { findTestMongod } from '../support/mongo-server.mjs';
import { QUICK_CLIENT } from './cluster.js';
import type { Fault } from './fault.js';

const MEMBERS = 3;
/** Instead of ten seconds: a lost primary is noticed after this; one that a busy machine makes wait is not lost. */
const ELECTION_MS = 3_000;
const START_LIMIT_MS = 90_000;

interface Member {
  readonly host: string;
  readonly process: Awaited<ReturnType<typeof keepProcess>>;
}

/** A replica set whose primary can be lost. */
export interface ReplicaSet {
  readonly uri: string;
  /** The process that is primary now. */
  primary(): Promise<Member>;
  stop(): Promise<void>;
}

/** Starts three members on throwaway data. */
export async function startReplicaSet(): Promise<ReplicaSet> {
  const binary = await findTestMongod();
  const members = await Promise.all(Array.from({ length: MEMBERS }, () => startMember(binary)));
  const hosts = members.map(({ host }) => host);
  const client = new mongoose.mongo.MongoClient(`mongodb://${hosts[0]}/?directConnection=true`);
  const hello = async () => client.db('admin').command({ hello: 1 });
  const config = {
    _id: 'rs0',
    members: hosts.map((host, _id) => ({ _id, host })),
    settings: { electionTimeoutMillis: ELECTION_MS },
  };
  const ask = new mongoose.mongo.MongoClient(`mongodb://${hosts.join(',')}/?replicaSet=rs0`, QUICK_CLIENT);
  const end = async (): Promise<void> => {
    await Promise.all([client.close(), ask.close()]);
    await Promise.all(members.map((member) => member.process.stop('SIGKILL')));
  };
  try {
    await eventually(() => client.db('admin').command({ replSetInitiate: config }), {
      withinMs: START_LIMIT_MS,
      everyMs: 100,
      what: 'all members take part',
    });
    await eventually(async () => typeof (await hello())['primary'] === 'string', {
      withinMs: START_LIMIT_MS,
      what: 'the set has a primary',
    });
  } catch (error) {
    await end();
    throw error;
  }
  return {
    uri: `mongodb://${hosts.join(',')}/?replicaSet=rs0`,
    primary: async () => {
      const { me } = await eventually(() => ask.db('admin').command({ hello: 1 }), {
        withinMs: START_LIMIT_MS,
      });
      const found = members.find(({ host }) => host === me);
      if (found === undefined) throw new Error(`nobody is ${String(me)}`);
      return found;
    },
    stop: end,
  };
}

async function startMember(binary: string): Promise<Member> {
  const port = await freePort();
  const dir = temporaryDir('mongod');
  // prettier-ignore
  const args = ['--dbpath', dir, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', 'rs0', '--nounixsocket',
    '--oplogSize', '64', '--wiredTigerCacheSizeGB', '0.25', '--wiredTigerEngineConfigString', 'log=(file_max=16MB)', '--quiet'];
  const process = await keepProcess(binary, args, { temporaryDir: dir });
  return { host: `127.0.0.1:${port}`, process };
}

/** Another primary is elected while the old one goes on, or sleeps and wakes up as one that has been deposed. */
export function primaryFaults(set: ReplicaSet): readonly Fault[] {
  const fault = (name: string, happen: Fault['happen']): Fault => ({
    name,
    group: 'database',
    database: 'all',
    happen,
  });
  return [
    fault('the primary of three steps down', ({ cluster }) => stepDown(set, cluster.database.client)),
    fault('the primary of three sleeps and wakes up deposed', async () => {
      const old = await set.primary();
      process.kill(old.process.pid, 'SIGSTOP');
      try {
        await anotherThan(set, old);
        await pause(ELECTION_MS);
      } finally {
        process.kill(old.process.pid, 'SIGCONT');
      }
      await pause(ELECTION_MS); // it must learn that it was deposed
    }),
  ];
}

/** Resolves when another member is primary. */
export async function stepDown(set: ReplicaSet, client: mongoose.mongo.MongoClient): Promise<void> {
  const old = await set.primary();
  await client
    .db('admin')
    .command({ replSetStepDown: 5, secondaryCatchUpPeriodSecs: 2 })
    .catch(() => undefined); // the connection may end with it
  await anotherThan(set, old);
}

async function anotherThan(set: ReplicaSet, old: Member): Promise<void> {
  await eventually(async () => (await set.primary()) !== old, {
    withinMs: START_LIMIT_MS,
    what: 'another primary',
  });
}

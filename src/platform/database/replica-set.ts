import mongoose from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';

export const REPLICA_SET = 'rs0';
const PRIMARY_LIMIT_MS = 20_000;
const COMMAND_LIMIT_MS = 5000;
const POLL_MS = 10;
const NOT_YET_INITIALIZED = 94;

/**
 * Makes the server on this port the primary of a one-member replica set, and waits until it is: initiates a new
 * one; rewrites the member's address where the data was last served on another port.
 */
export async function becomePrimary(port: number): Promise<void> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: COMMAND_LIMIT_MS,
    socketTimeoutMS: COMMAND_LIMIT_MS,
  });
  const host = `127.0.0.1:${port}`;
  try {
    const admin = client.db('admin');
    const config = await currentConfig(admin);
    if (config === null) {
      await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
    } else if (config.members.length !== 1 || config.members[0]?.['host'] !== host) {
      const members = [{ ...config.members[0], _id: 0, host }];
      const next = { ...config, version: config.version + 1, members };
      await admin.command({ replSetReconfig: next, force: true });
    }
    await primary(admin);
  } finally {
    await client.close();
  }
}

type Db = ReturnType<InstanceType<typeof mongoose.mongo.MongoClient>['db']>;

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: readonly Record<string, unknown>[];
}

async function currentConfig(admin: Db): Promise<ReplicaSetConfig | null> {
  try {
    const { config } = (await admin.command({ replSetGetConfig: 1 })) as { config: ReplicaSetConfig };
    return config;
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === NOT_YET_INITIALIZED) return null;
    throw error;
  }
}

async function primary(admin: Db): Promise<void> {
  const giveUpMs = performance.now() + PRIMARY_LIMIT_MS;
  while ((await admin.command({ hello: 1 }))['isWritablePrimary'] !== true) {
    if (performance.now() > giveUpMs) throw new Error('the replica set elects no primary');
    await pause(POLL_MS);
  }
}

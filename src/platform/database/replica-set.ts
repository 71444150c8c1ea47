import mongoose from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';

export const REPLICA_SET = 'rs0';
const PRIMARY_LIMIT_MS = 20_000;
/** On another port the server first asks its old one, for up to 30 s where something silent has taken that. */
const COMMAND_LIMIT_MS = 45_000;
const POLL_MS = 10;
const NOT_YET_INITIALIZED = 94;
/** AlreadyInitialized, ConfigurationInProgress, InterruptedDueToReplStateChange: it is about to be otherwise. */
const PASSING = [23, 109, 11_602];

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
    await settle(admin, host);
    await primary(admin);
  } finally {
    await client.close();
  }
}

/**
 * Tried again while the server still reads its own configuration (it then says both "none yet" and "already"), and
 * when it drops its connections: on our change, and before it where it does not find itself among the members
 * that it remembers.
 */
async function settle(admin: Db, host: string): Promise<void> {
  const giveUpMs = performance.now() + COMMAND_LIMIT_MS;
  for (;;) {
    try {
      const config = await currentConfig(admin);
      if (config !== null && config.members.length === 1 && config.members[0]?.['host'] === host) return;
      if (config === null) {
        await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
      } else {
        const members = [{ ...config.members[0], _id: 0, host }];
        const next = { ...config, version: config.version + 1, members };
        await admin.command({ replSetReconfig: next, force: true });
      }
      return;
    } catch (error) {
      if (!isPassing(error) || performance.now() > giveUpMs) throw error;
      await pause(POLL_MS);
    }
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
    if (isCode(error, NOT_YET_INITIALIZED)) return null;
    throw error;
  }
}

async function primary(admin: Db): Promise<void> {
  const giveUpMs = performance.now() + PRIMARY_LIMIT_MS;
  while (!(await isPrimary(admin))) {
    if (performance.now() > giveUpMs) throw new Error('the replica set elects no primary');
    await pause(POLL_MS);
  }
}

async function isPrimary(admin: Db): Promise<boolean> {
  try {
    return (await admin.command({ hello: 1 }))['isWritablePrimary'] === true;
  } catch (error) {
    if (isPassing(error)) return false;
    throw error;
  }
}

function isPassing(error: unknown): boolean {
  if (PASSING.some((code) => isCode(error, code))) return true;
  return (
    error instanceof mongoose.mongo.MongoNetworkError &&
    !(error instanceof mongoose.mongo.MongoNetworkTimeoutError)
  );
}

function isCode(error: unknown, code: number): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === code;
}

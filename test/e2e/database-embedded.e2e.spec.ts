import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import mongoose from 'mongoose';
import { type EmbeddedMongo, findMongod, startEmbeddedMongo } from '../../src/platform/database/index.js';
import { eventually } from '../support/eventually.mjs';
import { temporaryDir } from '../support/kept-process.mjs';

const BUILT = new URL('../../dist/platform/database/index.js', import.meta.url).href;

/** A process that owns the database and inserts numbers, printing each when it was acknowledged. */
const WRITER = `
import mongoose from 'mongoose';
import { startEmbeddedMongo } from ${JSON.stringify(BUILT)};
const [dataDir, binary] = process.argv.slice(1);
const server = await startEmbeddedMongo({ dataDir, binary });
const client = new mongoose.mongo.MongoClient(server.uri, { writeConcern: { w: 'majority', journal: true } });
const numbers = client.db().collection('numbers');
console.log('mongod ' + server.pid);
for (let n = 0; ; n += 1) { await numbers.insertOne({ n }); console.log(n); }
`;

describe('the embedded database', () => {
  let dataDir: string;
  let binary: string;
  let servers: EmbeddedMongo[];
  let children: ChildProcess[];

  beforeEach(async () => {
    dataDir = temporaryDir('embedded');
    binary = process.env['TEST_MONGOD'] ?? (await findMongod());
    servers = [];
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(servers.map((server) => server.stop()));
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const start = async (ownerWaitMs?: number): Promise<EmbeddedMongo> => {
    const server = await startEmbeddedMongo({
      dataDir,
      binary,
      ...(ownerWaitMs === undefined ? {} : { ownerWaitMs }),
    });
    servers.push(server);
    return server;
  };
  const numbersIn = async (server: EmbeddedMongo): Promise<Set<number>> =>
    withClient(server, async (client) => {
      const documents = await client.db().collection('numbers').find().toArray();
      return new Set(documents.map((document) => Number(document['n'])));
    });

  it('keeps its data and its port between starts, and transactions work', async () => {
    const first = await start();
    await withClient(first, async (client) => {
      await client.withSession((session) =>
        session.withTransaction(() => client.db().collection('numbers').insertOne({ n: 1 }, { session })),
      );
    });
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await numbersIn(second)).toEqual(new Set([1]));
    expect((await stat(join(dataDir, 'db'))).mode & 0o777).toBe(0o700);
  });

  it('serves the same data on another port when its own is taken', async () => {
    const first = await start();
    await withClient(first, (client) => client.db().collection('numbers').insertOne({ n: 7 }));
    await first.stop();
    const squatter = createServer((socket) => socket.destroy()).listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      const second = await start();
      expect(second.port).not.toBe(first.port);
      expect(await numbersIn(second)).toEqual(new Set([7]));
    } finally {
      squatter.close();
    }
  });

  it.each([
    { on: 'replSetGetConfig', what: { closeConnection: true } },
    { on: 'replSetInitiate', what: { closeConnection: true } },
    { on: 'hello', what: { closeConnection: true } },
    { on: 'replSetGetConfig', what: { errorCode: 11_602 } },
  ])('starts though $on comes back with $what at first', async ({ on, what }) => {
    const fault = { mode: { times: 2 }, data: { failCommands: [on], ...what } };
    const server = await startEmbeddedMongo({
      dataDir,
      binary,
      args: [
        ...['--setParameter', 'enableTestCommands=1'],
        ...['--setParameter', `failpoint.failCommand=${JSON.stringify(fault)}`],
      ],
    });
    servers.push(server);
    await withClient(server, (client) => client.db().collection('numbers').insertOne({ n: 9 }));
    expect(await numbersIn(server)).toEqual(new Set([9]));
  });

  it.each([1, 2])(
    'loses nothing acknowledged when its owner is killed, and starts again at once (%i)',
    async () => {
      const { child, acknowledged, mongodPid } = await writer();
      await eventually(() => acknowledged.length >= 50, {
        what: '50 numbers are acknowledged',
      });
      child.kill('SIGKILL');
      await once(child, 'close');
      const server = await start();
      expect(isRunning(mongodPid)).toBe(false);
      const found = await numbersIn(server);
      expect(acknowledged.filter((n) => !found.has(n))).toEqual([]);
      // one more may have been written and not yet printed
      expect(found.size - acknowledged.length).toBeLessThanOrEqual(1);
    },
  );

  it('ends with its owner though nobody starts again', async () => {
    const { child, mongodPid } = await writer();
    child.kill('SIGKILL');
    await eventually(() => !isRunning(mongodPid), { what: 'mongod is gone' });
  });

  it('refuses a second owner in one sentence that names MONGODB_URI', async () => {
    await start();
    await expect(start(200)).rejects.toThrow(
      /^Another running process \(pid \d+\) uses the embedded database in .*MONGODB_URI\.$/,
    );
  });

  it('waits for an owner that is about to end', async () => {
    const first = await start();
    const second = start(60_000); // a slow disk holds up the end of the first
    await first.stop();
    expect((await second).port).toBe(first.port);
  });

  it('lets one of several starts at once win', async () => {
    const results = await Promise.allSettled([start(0), start(0), start(0)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await readdir(dataDir)).sort()).toEqual(['db', 'owner.json', 'port']);
  });

  it('comes back by itself when the server alone is killed', async () => {
    const server = await start();
    await withClient(server, (client) => client.db().collection('numbers').insertOne({ n: 3 }));
    const killed = server.pid;
    process.kill(killed, 'SIGKILL');
    await eventually(() => server.pid !== killed && isRunning(server.pid), {
      what: 'a new mongod',
    });
    expect(await numbersIn(server)).toEqual(new Set([3]));
  });

  it('tells what mongod complained of when it does not start', async () => {
    const starting = startEmbeddedMongo({ dataDir, binary, args: ['--noSuchOption'] });
    await expect(starting).rejects.toThrow(/does not start \(.*noSuchOption.*\): .*MONGODB_URI\.$/s);
    await expect(readFile(join(dataDir, 'owner.json'))).rejects.toThrow('ENOENT');
  });

  async function writer(): Promise<{ child: ChildProcess; acknowledged: number[]; mongodPid: number }> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, dataDir, binary], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const acknowledged: number[] = [];
    let mongodPid = 0;
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('mongod ')) mongodPid = Number(line.slice('mongod '.length));
      else acknowledged.push(Number(line));
    });
    await eventually(() => acknowledged.length > 0, { what: 'the writer writes' });
    return { child, acknowledged, mongodPid };
  }
});

type Client = InstanceType<typeof mongoose.mongo.MongoClient>;

async function withClient<Result>(
  server: EmbeddedMongo,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new mongoose.mongo.MongoClient(server.uri, {
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { eventually } from './eventually.mjs';
import { freePort, keepProcess, temporaryDir } from './kept-process.mjs';

const FINDER = new URL('../../dist/platform/database/find-mongod.js', import.meta.url);
const START_LIMIT_MS = 60_000;

/**
 * The mongod that the service itself would take (the service's own search, so that the tests need no second one).
 * @returns {Promise<string>}
 */
export async function findTestMongod() {
  const given = process.env['TEST_MONGOD'] ?? process.env['MONGODB_BINARY'];
  if (given) return given;
  if (!existsSync(fileURLToPath(FINDER)))
    throw new Error('The service is not built: run `npm run build` first.');
  const { findMongod } = await import(FINDER.href);
  return findMongod({ log: (/** @type {string} */ line) => void process.stderr.write(`${line}\n`) });
}

/**
 * @typedef {object} MongoServer
 * @property {string} uri without a database name, with the replica set's
 * @property {number} port
 * @property {import('./kept-process.mjs').KeptProcess} process
 * @property {() => Promise<number>} stop
 */

/**
 * Starts a real one-member replica set on throwaway data; it ends with us.
 * @param {string} binary
 * @param {readonly string[]} [args] further arguments, as on the command line
 * @param {string} [dir] an empty folder for the data; it is removed in the end
 * @returns {Promise<MongoServer>}
 */
export async function startMongoServer(binary, args = [], dir = temporaryDir('mongod')) {
  const port = await freePort();
  // prettier-ignore
  const base = ['--dbpath', dir, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', 'rs0', '--nounixsocket',
    '--oplogSize', '64', '--wiredTigerCacheSizeGB', '0.25', '--wiredTigerEngineConfigString', 'log=(file_max=16MB)', '--quiet'];
  const server = await keepProcess(binary, [...base, ...args], { temporaryDir: dir });
  const ended = server.exited.then(() => {
    throw new Error(`mongod ended at once:\n${server.lines.slice(-20).join('\n')}`);
  });
  await Promise.race([becomePrimary(port), ended]);
  ended.catch(() => {}); // from now on its end is the caller's matter
  const uri = `mongodb://127.0.0.1:${port}/?replicaSet=rs0`;
  return { uri, port, process: server, stop: () => server.stop('SIGKILL') };
}

/** @param {number} port */
async function becomePrimary(port) {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: START_LIMIT_MS,
  });
  try {
    const admin = client.db('admin');
    const config = { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] };
    // A mongod that still reads what it has refuses at first; one whose answer was lost has been initiated already.
    await eventually(
      () =>
        admin
          .command({ replSetInitiate: config })
          .catch((error) => error.code === 23 || Promise.reject(error)),
      { withinMs: START_LIMIT_MS, what: 'mongod is initiated' },
    );
    await eventually(async () => (await admin.command({ hello: 1 }))['isWritablePrimary'] === true, {
      withinMs: START_LIMIT_MS,
      what: 'mongod is primary',
    });
  } finally {
    await client.close();
  }
}

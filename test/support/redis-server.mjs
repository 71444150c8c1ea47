import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.mjs';
import { freePort, keepProcess, temporaryDir } from './kept-process.mjs';
import { findProgram, programOnPath } from './system-program.mjs';

const NAMES = ['redis-server', 'valkey-server'];
const START_LIMIT_MS = 30_000;
/** What a server says when it listens, and a Sentinel; that its port can be connected to might be another one's doing. */
const LISTENS = /Ready to accept connections|Sentinel ID is/;

/**
 * The path of a Redis server, installed where that needs no question; throws one sentence otherwise.
 * @returns {string}
 */
export function findRedisServer() {
  const given = process.env['TEST_REDIS_SERVER'];
  if (given) return given;
  return findProgram({
    names: NAMES,
    packages: {
      'apt-get': 'redis-server',
      dnf: 'redis',
      apk: 'redis',
      pacman: 'redis',
      zypper: 'redis',
      brew: 'redis',
    },
    wanting:
      'The tests need a Redis server: install one (for example `sudo apt-get install redis-server` or `brew install redis`) or name one in TEST_REDIS_SERVER.',
  });
}

/**
 * The path of a Redis server that is there already; nothing is installed.
 * @returns {string | null}
 */
export function redisServerOnPath() {
  return process.env['TEST_REDIS_SERVER'] || programOnPath(NAMES);
}

/**
 * @typedef {object} RedisServer
 * @property {string} url
 * @property {number} port
 * @property {import('./kept-process.mjs').KeptProcess} process
 * @property {() => Promise<number>} stop
 */

/**
 * Starts a real Redis on 127.0.0.1 that keeps nothing on disk and ends with us.
 * @param {readonly string[]} [args] further arguments, as on the command line
 * @param {{ port?: number, config?: string }} [options] the port of one that was stopped, to bring it back; the text of
 *   a configuration file that the server may rewrite (Sentinel does)
 * @returns {Promise<RedisServer>}
 */
export async function startRedisServer(args = [], options = {}) {
  const port = options.port ?? (await freePort());
  const dir = temporaryDir('redis');
  const base = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    dir,
  ];
  const file = options.config === undefined ? [] : [join(dir, 'redis.conf')];
  if (file[0] !== undefined) writeFileSync(file[0], options.config ?? '');
  const server = await keepProcess(findRedisServer(), [...file, ...base, ...args], { temporaryDir: dir });
  await eventually(() => !server.isRunning() || server.lines.some((line) => LISTENS.test(line)), {
    withinMs: START_LIMIT_MS,
    what: 'Redis listens',
  });
  if (!server.isRunning()) throw new Error(`redis-server ended at once:\n${server.lines.join('\n')}`);
  return { url: `redis://127.0.0.1:${port}`, port, process: server, stop: () => server.stop('SIGKILL') };
}

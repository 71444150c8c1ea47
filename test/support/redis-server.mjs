import { spawnSync } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { delimiter, join } from 'node:path';
import { eventually } from './eventually.mjs';
import { freePort, keepProcess, temporaryDir } from './kept-process.mjs';

const INSTALL_LIMIT_MS = 300_000;

/** How each system installs Redis without asking; the first whose tool is on the path is tried. */
const INSTALLERS = [
  {
    tool: 'apt-get',
    root: true,
    runs: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', 'redis-server'],
    ],
  },
  { tool: 'dnf', root: true, runs: [['dnf', 'install', '-y', 'redis']] },
  { tool: 'apk', root: true, runs: [['apk', 'add', '--no-progress', 'redis']] },
  { tool: 'pacman', root: true, runs: [['pacman', '-S', '--noconfirm', 'redis']] },
  { tool: 'zypper', root: true, runs: [['zypper', '--non-interactive', 'install', 'redis']] },
  { tool: 'brew', root: false, runs: [['brew', 'install', 'redis']] },
];
const NAMES = ['redis-server', 'valkey-server'];

/**
 * The path of a Redis server, installed where that needs no question; throws one sentence otherwise.
 * @returns {string}
 */
export function findRedisServer() {
  const given = process.env['TEST_REDIS_SERVER'];
  if (given) return given;
  const found = firstOnPath() ?? (install() ? firstOnPath() : null);
  if (found) return found;
  throw new Error(
    'The tests need a Redis server: install one (for example `sudo apt-get install redis-server` or `brew install redis`) or name one in TEST_REDIS_SERVER.',
  );
}

/**
 * The path of a Redis server that is there already; nothing is installed.
 * @returns {string | null}
 */
export function redisServerOnPath() {
  return process.env['TEST_REDIS_SERVER'] || firstOnPath();
}

function firstOnPath() {
  for (const name of NAMES) {
    const path = onPath(name);
    if (path !== null) return path;
  }
  return null;
}

/** @param {string} name */
function onPath(name) {
  // System tools live in sbin folders, which an ordinary user's path may lack.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
  for (const folder of folders.filter((entry) => entry !== '')) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      continue;
    }
  }
  return null;
}

function install() {
  const installer = INSTALLERS.find(({ tool }) => onPath(tool) !== null);
  if (installer === undefined) return false;
  const asRoot = installer.root && process.getuid?.() !== 0;
  const prefix = asRoot ? ['sudo', '-n'] : [];
  process.stderr.write(`No redis-server on the path: installing it with ${installer.tool}\n`);
  let done = false;
  for (const run of installer.runs) {
    const [command = '', ...args] = [...prefix, ...run];
    const result = spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_LIMIT_MS,
      // Debian's package starts a service unless told otherwise; nothing here wants one on port 6379.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    });
    done = result.status === 0;
  }
  return done;
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
  await eventually(() => (server.isRunning() ? canConnect(port) : true), {
    withinMs: 10_000,
    what: 'Redis listens',
  });
  if (!server.isRunning()) throw new Error(`redis-server ended at once:\n${server.lines.join('\n')}`);
  return { url: `redis://127.0.0.1:${port}`, port, process: server, stop: () => server.stop('SIGKILL') };
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function canConnect(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

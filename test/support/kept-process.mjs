import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * The keeper outlives us for a moment: when its pipe from us ends, in whatever way we died, it kills the server
 * and removes the temporary folder. It is detached, so that a Ctrl-C meant for the run does not end it first.
 */
const KEEPER = `
dir=$1; shift
"$@" 3>&- & child=$!
echo "$child" >&3
{ read -r _ <&3; kill -KILL "$child"; [ -z "$dir" ] || { sleep 0.2; rm -rf -- "$dir"; }; } >/dev/null 2>&1 &
watcher=$!
wait "$child"; code=$?
exec 3>&-
kill "$watcher" 2>/dev/null
[ -z "$dir" ] || rm -rf -- "$dir"
exit "$code"
`;
const KEPT_LINES = 2_000;
/** A service is told to end within ten seconds of its own time; a busy machine has other ones. */
const KILL_AFTER_MS = 40_000;

/**
 * A process that never outlives this one.
 * @typedef {object} KeptProcess
 * @property {number} pid of the process itself, for signals; not of its keeper
 * @property {string[]} lines the last lines of its output, both streams
 * @property {Promise<number>} exited resolves with the exit code (128 + n after signal n)
 * @property {() => boolean} isRunning
 * @property {(signal?: NodeJS.Signals) => Promise<number>} stop sends the signal (SIGTERM) and waits for the end
 */

/**
 * Runs a command whose end is bound to ours.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, temporaryDir?: string }} [options] the temporary folder is removed when the process has ended
 * @returns {Promise<KeptProcess>}
 */
export async function keepProcess(command, args, options = {}) {
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', options.temporaryDir ?? '', command, ...args], {
    detached: true,
    env: options.env ?? process.env,
    cwd: options.cwd ?? process.cwd(),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  /** @type {string[]} */
  const lines = [];
  for (const stream of [keeper.stdout, keeper.stderr].filter((each) => each !== null)) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    });
  }
  let running = true;
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => {
    keeper.once('close', (code) => {
      running = false;
      resolve(code ?? 1);
    });
  });
  const pid = await pidFrom(keeper);
  letGo(keeper);
  /** @param {NodeJS.Signals} signal */
  const send = (signal) => {
    if (!running) return;
    try {
      process.kill(pid, signal);
    } catch {
      // It ended between the question and the signal.
    }
  };
  return {
    pid,
    lines,
    exited,
    isRunning: () => running,
    stop: async (signal = 'SIGTERM') => {
      send(signal);
      const timer = setTimeout(() => send('SIGKILL'), KILL_AFTER_MS);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
  };
}

/**
 * @param {import('node:child_process').ChildProcess} keeper
 * @returns {Promise<number>}
 */
function pidFrom(keeper) {
  return new Promise((resolve, reject) => {
    keeper.once('error', reject);
    const pipe = /** @type {import('node:net').Socket} */ (keeper.stdio[3]);
    pipe.on('error', () => {}); // the keeper's end closes with it
    pipe.once('data', (text) => resolve(Number(text.toString())));
  });
}

/**
 * Neither the process nor its pipes may keep a finished run alive: jest waits for every handle.
 * @param {import('node:child_process').ChildProcess} keeper
 */
function letGo(keeper) {
  keeper.unref();
  for (const stream of keeper.stdio) /** @type {import('node:net').Socket | null} */ (stream)?.unref?.();
}

/** A folder in memory, where systems have one. */
const IN_MEMORY = '/dev/shm';
const ROOM_BYTES = 2 * 2 ** 30;

/**
 * A folder for throwaway data: in memory where there is plenty of it, since a database that waits for a busy machine's disk
 * with each write stands still for seconds.
 * @param {string} name
 */
export function temporaryDir(name) {
  return hasRoomInMemory() ? folderIn(IN_MEMORY, name) : temporaryDirOnDisk(name);
}

/**
 * A folder for throwaway data whose writes cost what a disk takes for them: for what is measured.
 * @param {string} name
 */
export function temporaryDirOnDisk(name) {
  return folderIn(tmpdir(), name);
}

/**
 * @param {string} parent
 * @param {string} name
 */
function folderIn(parent, name) {
  return mkdtempSync(join(parent, `inframind-${name}-`));
}

function hasRoomInMemory() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ROOM_BYTES && process.availableMemory() >= 2 * ROOM_BYTES;
  } catch {
    return false; // not on this system
  }
}

/** Below where systems take the ports of outgoing connections from: one of those would take it before its server does. */
const PORTS = { first: 11_000, count: 21_000 };
/** Jest's workers, and the process that starts them: none is given a port that another one has looked at and not yet taken. */
const SHARES = 16;
const OWN_SHARE = Number(process.env['JEST_WORKER_ID'] ?? 0) % SHARES;
/** @type {Set<number>} */
const given = new Set();

/**
 * A port that was free a moment ago, and that nobody else of this run is given.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (;;) {
    const port = PORTS.first + OWN_SHARE + SHARES * randomInt(Math.floor(PORTS.count / SHARES));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

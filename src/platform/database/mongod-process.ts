import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { createInterface } from 'node:readline';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;
const KEPT_LINES = 300;

/**
 * Starts mongod, waits for it, and ends it when file descriptor 3 is closed, which the system does for a parent
 * that died of whatever. It has a process group of its own, so that what kills our group leaves the keeper to its
 * work. It prints the server's pid first.
 */
const KEEPER = `
"$@" 3<&- 2>&1 &
server=$!
echo "pid $server"
{ read -r _ <&3; kill -TERM "$server"; } >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

/** Why mongod did not come up. */
export class MongodStartFailure extends Error {
  constructor(
    message: string,
    readonly kind: 'port_taken' | 'data_in_use' | 'other',
  ) {
    super(message);
    this.name = 'MongodStartFailure';
  }
}

/** A running mongod that dies with this process. */
export interface MongodProcess {
  readonly pid: number;
  /** Resolves when it is gone, with the last errors it logged. */
  readonly exited: Promise<string>;
  /** SIGTERM, and SIGKILL after ten seconds: what was acknowledged is in the journal. */
  stop(): Promise<void>;
}

/**
 * Spawns mongod and resolves when it accepts connections.
 * @throws {MongodStartFailure}
 */
export async function spawnMongod(binary: string, args: readonly string[]): Promise<MongodProcess> {
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'mongod-keeper', binary, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  const exited = new Promise<string>((resolve) => {
    keeper.once('error', (error) => resolve(error.message));
    keeper.once('close', (code) => resolve(complaintOf(lines) || `it ended with ${code}`));
  });
  const lifeline = lifelineOf(keeper);
  const pid = await listening(keeper, lines, exited).catch((error: unknown) => {
    lifeline.end();
    throw error;
  });
  const stop = async (): Promise<void> => {
    signal(pid, 'SIGTERM', keeper);
    const kill = setTimeout(() => signal(pid, 'SIGKILL', keeper), STOP_LIMIT_MS);
    await exited;
    clearTimeout(kill);
    lifeline.destroy();
  };
  return { pid, exited, stop };
}

function lifelineOf(keeper: ChildProcess): Writable {
  const pipe = keeper.stdio[3];
  if (!pipe || !('end' in pipe)) throw new Error('the keeper has no lifeline');
  pipe.on('error', () => {}); // it closes with the keeper
  return pipe;
}

function listening(keeper: ChildProcess, lines: string[], exited: Promise<string>): Promise<number> {
  return new Promise((resolve, reject) => {
    let pid = 0;
    const limit = setTimeout(() => {
      reject(new MongodStartFailure(`not ready after ${START_LIMIT_MS / 1000} s`, 'other'));
    }, START_LIMIT_MS);
    const { stdout } = keeper;
    if (stdout === null) throw new Error('the keeper has no output');
    // lines are compared as text: a start must not fail for a log line that is no JSON
    createInterface(stdout).on('line', (line) => {
      if (pid === 0) pid = Number(/^pid (\d+)$/.exec(line)?.[1] ?? 0);
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      if (!line.includes('"Waiting for connections"')) return;
      clearTimeout(limit);
      resolve(pid);
    });
    void exited.then((complaint) => {
      clearTimeout(limit);
      reject(new MongodStartFailure(complaint, kindOf(lines)));
    });
  });
}

function kindOf(lines: readonly string[]): MongodStartFailure['kind'] {
  const text = lines.join('\n');
  if (text.includes('DBPathInUse')) return 'data_in_use';
  return /SocketException.*in use|Address already in use/.test(text) ? 'port_taken' : 'other';
}

/** The messages of what it logged as errors or as fatal, newest last. */
function complaintOf(lines: readonly string[]): string {
  const logged = lines
    .filter((line) => /"s":"[EF]"/.test(line))
    .map((line) => {
      const message = /"msg":"([^"]*)"/.exec(line)?.[1] ?? line;
      const error = /"(?:error|reason|errmsg)":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
      return error === undefined ? message : `${message}: ${error}`;
    })
    .slice(-3)
    .join('; ');
  if (logged !== '') return logged;
  // what it says before it has a log: a bad option, a missing library
  return lines
    .filter((line) => !line.startsWith('{') && !line.startsWith('pid '))
    .slice(0, 2)
    .join(' ');
}

/** A pid may be another's once the keeper has seen the end of ours. */
function signal(pid: number, name: NodeJS.Signals, keeper: ChildProcess): void {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  try {
    process.kill(pid, name);
  } catch {
    // it ended by itself in this instant
  }
}

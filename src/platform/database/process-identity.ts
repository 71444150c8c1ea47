import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** True while the process exists (a zombie, or another user's, too). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Which process this pid names now: the same text for the same process only, so that a reused pid (or pid 1 of the
 * next container) is not mistaken for the one that had it before. null: no such process.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!isAlive(pid)) return null;
  try {
    if (process.platform === 'linux') {
      const [stat, bootId] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      ]);
      // proc(5): the name may hold spaces and brackets; state is the 1st and start time the 20th field behind it
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return null;
      return `${bootId.trim()}:${fields[19]}`;
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null; // it ended while we looked
  }
}

/** The command line of a process, for a look at what it is; null: gone, or not ours to see. */
export async function commandLineOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    }
    return (await run('ps', ['-o', 'args=', '-p', String(pid)])).stdout;
  } catch {
    return null;
  }
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux counts a process's time in these, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/**
 * The CPU time that a process has used, all its threads together, in seconds. In steps of 10 ms where there is a `/proc`
 * and on macOS.
 * @param {number} pid
 */
export function cpuSeconds(pid) {
  if (process.platform !== 'linux') return fromPs(pid);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before may hold anything
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND; // utime, stime: proc(5)
}

/** @param {number} pid */
function fromPs(pid) {
  const text = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

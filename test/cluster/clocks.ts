import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];

/** The path of libfaketime, which makes a process's wall clock wrong; null where it is not installed. */
export function findFaketime(): string | null {
  for (const folder of FOLDERS.filter((each) => existsSync(each))) {
    for (const name of ['', ...readdirSync(folder).filter((each) => each.includes('linux'))]) {
      const path = join(folder, name, 'faketime', 'libfaketime.so.1');
      if (existsSync(path)) return path;
    }
  }
  return null;
}

/** The environment of a process whose wall clock is off by so many seconds; monotonic time stays true, as on a real machine. */
export function wrongClock(library: string, offsetS: number): Record<string, string> {
  return {
    LD_PRELOAD: library,
    FAKETIME: `${offsetS < 0 ? '-' : '+'}${Math.abs(offsetS)}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}

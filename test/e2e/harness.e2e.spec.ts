import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { eventually, startProcess } from '../support/app.js';

const KEPT_PROCESS = fileURLToPath(new URL('../support/kept-process.mjs', import.meta.url));
const OWNER = `
  const { keepProcess, temporaryDir } = await import(process.argv[1]);
  const dir = temporaryDir('kept');
  const { pid } = await keepProcess('sleep', ['600'], { temporaryDir: dir });
  console.log(JSON.stringify({ pid, dir }));
  setInterval(() => {}, 1_000);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a kept process', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'ends with its owner, and its folder with it, when the owner gets %s',
    async (signal) => {
      const owner = spawn(process.execPath, ['--input-type=module', '--eval', OWNER, KEPT_PROCESS]);
      const line = await firstLineOf(owner.stdout);
      const { pid, dir } = JSON.parse(line) as { pid: number; dir: string }; // what OWNER prints
      expect([isAlive(pid), existsSync(dir)]).toEqual([true, true]);
      owner.kill(signal);
      await eventually(() => !isAlive(pid) && !existsSync(dir));
    },
  );
});

describe('the built service as a process', () => {
  it('gets ready, and ends with code 0 when it is told to', async () => {
    const service = await startProcess();
    const response = await fetch(`${service.url}/health/live`);
    expect(response.status).toBe(200);
    expect(await service.stop()).toBe(0);
    expect(service.logs.join('\n')).toContain('listening');
  });

  it('tells its own words when it does not start', async () => {
    await expect(startProcess({ CACHE_PREFIX: 'not a prefix' })).rejects.toThrow('CACHE_PREFIX');
  });
});

function firstLineOf(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => createInterface({ input: stream }).once('line', resolve));
}

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const RUN = fileURLToPath(new URL('./run.mjs', import.meta.url));
/** Schedules in one run of the tests; more by `node test/simulation/run.mjs --schedules 1000000`. */
const SCHEDULES = 20_000;
const LIMIT_MS = 600_000;

describe('the coherence protocol on simulated time, Redis, bus and database', () => {
  it(
    `violates no property in ${SCHEDULES} schedules`,
    async () => {
      const { code, output } = await run(['--schedules', String(SCHEDULES)]);
      process.stdout.write(output);
      expect(output).toContain('0 violations');
      expect(code).toBe(0);
    },
    LIMIT_MS,
  );

  it(
    'is found to be wrong with each rule switched off',
    async () => {
      const { code, output } = await run(['--mutations']);
      process.stdout.write(output);
      expect(output).not.toContain('NOTHING FOUND');
      expect(code).toBe(0);
    },
    LIMIT_MS,
  );
});

/** In a process of its own: plain node is many times quicker than the test runner's modules. */
function run(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

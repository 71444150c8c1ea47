import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startProcess } from '../support/app.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe('the process', () => {
  it('says what to try next, and stops with code 0 within ten seconds', async () => {
    const service = await startProcess();
    const output = service.logs.join('\n');
    expect(output).toContain(`InfraMind listens on ${service.url}`);
    expect(output).toContain(`${service.url}/docs`);
    const startedMs = performance.now();
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it('takes the echo of a signal for the same one, and ends at once on a second', async () => {
    const service = await startProcess();
    const port = Number(new URL(service.url).port);
    const hold = connect(port, '127.0.0.1'); // a connection keeps the drain waiting for a second
    await once(hold, 'connect');
    hold.on('error', () => undefined);
    process.kill(service.pid, 'SIGINT');
    process.kill(service.pid, 'SIGINT');
    await pause(600); // later than an echo, sooner than the end of the drain
    expect(service.isRunning()).toBe(true);
    expect(await service.stop('SIGINT')).toBe(130);
    hold.destroy();
  });

  it('ends with code 1 and every fault of its environment, without a stack trace', async () => {
    const { code, stderr } = await run({ PORT: 'many', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The environment has 2 faults:\n {2}- PORT: .*\n {2}- LOG_LEVEL: .*\n$/);
  });
});

function run(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [MAIN],
      { env: { PATH: process.env['PATH'], ...env } },
      (_, __, stderr) => resolve({ code: child.exitCode, stderr }),
    );
  });
}

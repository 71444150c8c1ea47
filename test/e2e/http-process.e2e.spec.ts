import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { eventually, startProcess } from '../support/app.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe('the process', () => {
  it('says what to try next, and stops with code 0', async () => {
    const service = await startProcess();
    const output = service.logs.join('\n');
    expect(output).toContain(`InfraMind listens on ${service.url}`);
    expect(output).toContain(`${service.url}/docs`);
    expect(await service.stop('SIGTERM')).toBe(0); // of its own: after ten seconds it gives up with 1
  });

  it('takes the echo of a signal for the same one, and ends at once on a second', async () => {
    const service = await startProcess();
    const port = Number(new URL(service.url).port);
    const hold = connect(port, '127.0.0.1'); // a request whose body does not end keeps the drain waiting for seconds
    hold.on('error', () => undefined);
    hold.write('POST /api/v2/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n');
    hold.write('content-length: 100\r\nexpect: 100-continue\r\n\r\n');
    await once(hold, 'data'); // it has begun
    process.kill(service.pid, 'SIGINT');
    process.kill(service.pid, 'SIGINT');
    await eventually(() => service.logs.some((line) => line.includes('draining')));
    expect(service.isRunning()).toBe(true);
    const again = setInterval(() => void (service.isRunning() && process.kill(service.pid, 'SIGINT')), 50);
    expect(await service.exited).toBe(130);
    clearInterval(again);
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

import { Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../config/index.js';
import { createLogger, loggerTo } from './logger.js';
import { NestPinoLogger } from './nest-pino-logger.js';

const lines: Record<string, unknown>[] = [];
const sink = new Writable({
  write(chunk: Buffer, _, done) {
    lines.push(JSON.parse(chunk.toString()));
    done();
  },
});
const config = loadConfig({ INSTANCE_ID: 'one', LOG_LEVEL: 'debug' });
const logger = loggerTo(config, sink);

beforeEach(() => {
  lines.length = 0;
});

describe('the logger', () => {
  it('writes one JSON line with time, level in words and the name of the process', () => {
    logger.info({ size: 1 }, 'hello');
    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), instance: 'one', size: 1, msg: 'hello' },
    ]);
  });

  it('writes of an error its type, message, stack and cause, and nothing that a driver hung on it', () => {
    const cause = new Error('the reason');
    const error = Object.assign(new Error('no', { cause }), { code: 7, command: { filter: 'private' } });
    logger.error({ err: error }, 'failed');
    expect(lines[0]?.['err']).toMatchObject({
      type: 'Error',
      code: 7,
      message: expect.stringContaining('the reason'),
    });
    expect(JSON.stringify(lines)).not.toContain('private');
  });

  it('takes values of unique keys and e-mail addresses out of messages', () => {
    logger.error({ err: new Error('E11000 dup key: { email: "ada@example.com" }, or bob@example.com') }, 'x');
    expect(JSON.stringify(lines)).not.toMatch(/ada|bob/);
  });

  it('is one for each configuration', () => {
    expect(createLogger(config)).toBe(createLogger(config));
    expect(createLogger(config)).not.toBe(createLogger(loadConfig({})));
  });
});

describe("Nest's logger", () => {
  const nest = new NestPinoLogger(logger);

  it('keeps levels and contexts', () => {
    nest.log('started', 'NestApplication');
    nest.warn('careful', 'X');
    nest.error('broken', 'Error: broken\n    at x', 'Y');
    expect(lines).toMatchObject([
      { level: 'info', msg: 'started', context: 'NestApplication' },
      { level: 'warn', msg: 'careful', context: 'X' },
      { level: 'error', msg: 'broken', context: 'Y', stack: expect.stringContaining('at x') },
    ]);
  });

  it('lowers the chatter of the start', () => {
    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    nest.error(new Error('no database'), 'ExceptionHandler'); // the entrance tells it
    expect(lines).toMatchObject([{ level: 'debug' }, { level: 'debug' }]);
  });
});

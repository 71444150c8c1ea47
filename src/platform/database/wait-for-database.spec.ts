import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { connectionOptions } from './connection-options.js';
import { waitForDatabase } from './wait-for-database.js';

const OPTIONS = connectionOptions(1000);

describe('waiting for the database at the start', () => {
  it('gives up in one sentence, having said that it waits, and without the password', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const log: string[] = [];
    const uri = `mongodb://someone:secret@127.0.0.1:${port}/x`;
    const waiting = waitForDatabase(uri, OPTIONS, (line) => log.push(line), 5000);
    await expect(waiting).rejects.toThrow(
      /^MongoDB did not answer within 5 s \([^\n]*\): start it, or mend MONGODB_URI\.$/,
    );
    expect(log[0]).toMatch(/^MongoDB does not answer yet/);
    expect(log.join('')).not.toContain('secret');
    server.close();
  });

  it('does not wait for an address that is none', async () => {
    const waiting = waitForDatabase('mongodb://127.0.0.1:99999/x', OPTIONS, () => {});
    await expect(waiting).rejects.toThrow(/^MONGODB_URI is not an address of a MongoDB/);
  });
});

import { describe, expect, it } from '@jest/globals';
import { comesFromThisMachine, comesFromThisSite } from './request-place.js';

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) => ({
  raw: { headers: { host: '127.0.0.1:3000', ...headers }, socket: { remoteAddress } },
});

describe('a request', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])(
    'comes from this machine from %s',
    (address) => {
      expect(comesFromThisMachine(from(address))).toBe(true);
    },
  );

  it.each(['10.0.0.7', '203.0.113.9', '::ffff:10.0.0.7', 'fe80::1', '', '127.0.0.1.example', undefined])(
    'does not come from this machine from %s',
    (address) => {
      expect(comesFromThisMachine(from(address))).toBe(false);
    },
  );

  it.each(['localhost', 'localhost:3000', 'LOCALHOST:80', '127.0.0.1', '[::1]:3000'])(
    'may call this machine %s',
    (host) => {
      expect(comesFromThisMachine(from('127.0.0.1', { host }))).toBe(true);
    },
  );

  it.each(['example.com', 'localhost.example.com', '127.0.0.1.nip.io', '', 'localhost:3000@example.com'])(
    'is not for this machine where it calls it "%s"',
    (host) => {
      expect(comesFromThisMachine(from('127.0.0.1', { host }))).toBe(false);
    },
  );

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'that came through a proxy (%s) stands for somebody elsewhere',
    (name) => {
      expect(comesFromThisMachine(from('127.0.0.1', { [name]: 'x' }))).toBe(false);
    },
  );

  it('comes from this site where its origin is the very host that it calls', () => {
    const origin = 'http://127.0.0.1:3000';
    expect(comesFromThisSite(from('::1', { origin }))).toBe(true);
    expect(comesFromThisSite(from('::1', { origin, 'sec-fetch-site': 'same-origin' }))).toBe(true);
  });

  it.each([
    {},
    { origin: 'null' },
    { origin: 'http://127.0.0.1:3001' },
    { origin: 'https://127.0.0.1:3000' },
    { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' },
  ])('with %j comes from another site', (headers) => {
    expect(comesFromThisSite(from('::1', headers as Record<string, string>))).toBe(false);
  });
});

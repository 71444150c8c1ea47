import { isIP } from 'node:net';
import type { RedisOptions } from 'ioredis';

const DEFAULT_PORT = 6379;

/** Where one server is and how to be let in; `tls` for `rediss:`. */
export type RedisAddress = Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'> & {
  readonly host: string;
  readonly port: number;
};

/** Reads `redis[s]://[user[:password]@]host[:port][/db]`; throws without repeating the URL, which may hold a password. */
export function parseRedisUrl(text: string): RedisAddress {
  if (!URL.canParse(text))
    throw new Error('A Redis URL cannot be read: expected redis://user:password@host:port/0');
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, ''); // an IPv6 address stands in brackets
  const db = Number(url.pathname.slice(1));
  return {
    host,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    ...(url.username === '' ? {} : { username: decoded(url.username) }),
    ...(url.password === '' ? {} : { password: decoded(url.password) }),
    ...(Number.isInteger(db) && db > 0 ? { db } : {}),
    // node checks the certificate against the host by itself, but asks for it (SNI) only when told to.
    ...(url.protocol === 'rediss:' ? { tls: isIP(host) === 0 ? { servername: host } : {} } : {}),
  };
}

/** A password is often written as it is, with a `%` that escapes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

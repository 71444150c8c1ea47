import type { IncomingMessage } from 'node:http';

/** The part of a request that tells where it comes from. */
export interface PlacedRequest {
  readonly raw: Pick<IncomingMessage, 'headers'> & {
    readonly socket: { readonly remoteAddress?: string | undefined };
  };
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const LOCAL_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
/** A proxy on this machine stands for others. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * The connection itself is from this machine and no proxy's, and the name that the client has asked is this machine's: a
 * foreign name that leads here (DNS rebinding) is not.
 */
export function comesFromThisMachine({ raw }: PlacedRequest): boolean {
  const { host = '' } = raw.headers;
  return (
    LOOPBACK.test(raw.socket.remoteAddress ?? '') &&
    LOCAL_NAME.test(host) &&
    FORWARDED.every((name) => raw.headers[name] === undefined)
  );
}

/** A browser says so of its own accord: without its word, or with another, it is not. */
export function comesFromThisSite({ raw }: PlacedRequest): boolean {
  const { origin, host, 'sec-fetch-site': site } = raw.headers;
  return origin === `http://${host}` && (site === undefined || site === 'same-origin');
}

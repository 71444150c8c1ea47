import { Cluster, type Redis } from 'ioredis';
import { serverIdentity } from './redis-identity.js';

/** A cluster's client stays connected while one of its masters is replaced: it is looked for at this interval, in ms. */
const COMPARE_EVERY_MS = 1_000;

/**
 * Tells which server stands behind the client: after each connection, and null when there is none.
 * @param inspect asks who it is; null: it is not to be used
 * @returns looks at once whether it is still the same one
 */
export function watchServer(
  client: Redis | Cluster,
  inspect: () => Promise<string | null>,
  listener: (server: string | null) => void,
): () => void {
  let connection = 0;
  let known: string | null = null;
  const onReady = (): void => {
    const mine = ++connection;
    inspect().then(
      (server) => {
        if (mine !== connection) return;
        known = server;
        listener(server);
      },
      () => {
        if (mine === connection) client.disconnect(true); // connected, and does not answer
      },
    );
  };
  client.on('ready', onReady);
  client.on('close', () => {
    connection += 1;
    listener(null);
  });
  if (client.status === 'ready') onReady();
  if (!(client instanceof Cluster)) return () => undefined;
  let comparing = false;
  const compare = (): void => {
    if (comparing) return;
    comparing = true;
    serverIdentity(client)
      .then(
        (identity) => {
          if (known !== null && identity !== known) onReady();
        },
        () => undefined, // the next comparison tells
      )
      .finally(() => (comparing = false));
  };
  const timer = setInterval(compare, COMPARE_EVERY_MS).unref();
  client.once('end', () => clearInterval(timer));
  return compare;
}

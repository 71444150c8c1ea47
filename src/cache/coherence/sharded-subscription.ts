import type { Redis } from 'ioredis';
import { serverIdentity } from '../tiers/redis-identity.js';

/**
 * Subscribes to sharded channels of one slot on the node that owns it. Where the connection leads to another node, its
 * address is changed to the owner's and this rejects: connected anew, it is there.
 * @param listener a connection that connects anew without subscribing by itself, to the address in its options
 * @returns the identity of the node, which is the owner
 */
export async function subscribeAtOwner(
  listener: Redis,
  channels: readonly [string, ...string[]],
): Promise<string> {
  const owner = await ownerElsewhere(listener, channels[0]);
  if (owner !== null) {
    Object.assign(listener.options, owner);
    throw new Error('another node owns the slot of the bus');
  }
  const server = await serverIdentity(listener); // before: a subscriber may not ask for it
  await listener.ssubscribe(...channels);
  return server;
}

/**
 * Calls `lost` when a sharded subscription is refused, or ended by the node since its slot has moved. The client has no
 * event for the latter: the node's unasked `sunsubscribe` answers no command, which the client calls an error.
 */
export function onShardLost(listener: Redis, lost: () => void): void {
  listener.on('moved', lost);
  listener.on('error', (error: Error) => {
    if (error.message.startsWith('Command queue state error')) lost();
  });
}

/**
 * Null: this node owns the slot. Asked by a command on a key, since the client hides the answer of a refused
 * `SSUBSCRIBE`; a node that is giving the slot away (`ASK`) owns it still.
 */
async function ownerElsewhere(
  listener: Redis,
  key: string,
): Promise<{ readonly host: string; readonly port: number } | null> {
  try {
    await listener.exists(key);
    return null;
  } catch (error) {
    const reply = error instanceof Error ? error.message : '';
    if (reply.startsWith('ASK ')) return null;
    const moved = /^MOVED \d+ (.*):(\d+)$/.exec(reply);
    if (moved === null) throw error;
    const host = moved[1] ?? '';
    const known = host !== '' && host !== '?'; // a node that does not know its name means the one it was asked by
    return { host: known ? host : (listener.options.host ?? ''), port: Number(moved[2]) };
  }
}

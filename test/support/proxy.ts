import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that does to a connection what networks do. */
export interface Proxy {
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** Chunks of bytes that went from the target to a client so far. */
  readonly repliesPassed: number;
  /** New connections go there from now on. */
  retarget(target: ProxyTarget): void;
  /** Bytes pass after this many milliseconds, both ways; 0 again is at once. */
  delay(ms: number): void;
  /** Nothing passes, nothing is closed, new connections are accepted: what a lost host looks like. */
  freeze(): void;
  /** What was held back passes now. */
  thaw(): void;
  /** Resets all connections of this moment; new ones pass. */
  cut(): void;
  /** Ends the target's side of all connections of this moment towards the client (FIN); the client may still send. */
  halfClose(): void;
  /** Refuses new connections (closes them at once) until `accept`. */
  refuse(): void;
  accept(): void;
  close(): Promise<void>;
}

export interface ProxyTarget {
  readonly host?: string;
  readonly port: number;
}

interface Pair {
  readonly client: Socket;
  readonly target: Socket;
}

/** Starts a proxy on 127.0.0.1 in front of `target`. */
export async function startProxy(first: ProxyTarget): Promise<Proxy> {
  const pairs = new Set<Pair>();
  const timers = new Set<NodeJS.Timeout>();
  let held: (() => void)[] = [];
  const state = { delayMs: 0, frozen: false, refusing: false, accepted: 0, replies: 0, target: first };

  const pass = (deliver: () => void): void => {
    if (state.frozen) held.push(deliver);
    else if (state.delayMs === 0) deliver();
    else {
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (state.frozen) held.push(deliver);
        else deliver();
      }, state.delayMs);
      timers.add(timer);
    }
  };
  const join = (from: Socket, to: Socket): void => {
    from.on('data', (bytes) => pass(() => to.writable && to.write(bytes)));
    from.on('end', () => pass(() => to.end()));
    from.on('error', () => pass(() => to.destroy()));
    from.on('close', () => pass(() => to.destroySoon()));
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (state.refusing) return void client.destroy();
    state.accepted += 1;
    const pair = {
      client,
      target: connect({ host: '127.0.0.1', ...state.target, allowHalfOpen: true, noDelay: true }),
    };
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
    join(client, pair.target);
    join(pair.target, client);
    pair.target.on('data', () => (state.replies += 1));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });

  const cut = (): void => {
    for (const { client, target: other } of pairs) {
      // A reset after an end never frees the handle, and node then spins instead of exiting.
      if (client.writableEnded) client.destroy();
      else client.resetAndDestroy();
      other.destroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port, // a TCP server's address is never a string
    get accepted() {
      return state.accepted;
    },
    get repliesPassed() {
      return state.replies;
    },
    retarget: (target) => void (state.target = target),
    delay: (ms) => void (state.delayMs = ms),
    freeze: () => void (state.frozen = true),
    thaw: () => {
      state.frozen = false;
      const waiting = held;
      held = [];
      for (const deliver of waiting) deliver();
    },
    cut,
    halfClose: () => pairs.forEach(({ client }) => client.end()),
    refuse: () => void (state.refusing = true),
    accept: () => void (state.refusing = false),
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        cut();
        server.close(() => resolve());
      }),
  };
}

import { TierUnavailable } from '../../../src/cache/tiers/shared-tier.port.js';
import type { RedisServer } from './redis-server.js';
import type { Listener, ListenerEvents } from './sim-bus.js';

/** How commands reach a simulated server: at once (contract suites) or as the scheduler likes. */
export interface CommandConnection {
  /** Rejects with TierUnavailable where there is no answer; the step may be taken later all the same. */
  call<Result>(kind: string, detail: string, step: (server: RedisServer) => Result): Promise<Result>;
  /** Called with the server's identity when the connection can be used, with null when it is lost. */
  onConnection(listener: (server: string | null) => void): void;
}

/** A connection over which everything happens at once. */
export class DirectConnection implements CommandConnection {
  private readonly listeners: ((server: string | null) => void)[] = [];

  constructor(private readonly server: RedisServer | null) {}

  async call<Result>(_kind: string, _detail: string, step: (server: RedisServer) => Result): Promise<Result> {
    await Promise.resolve();
    if (this.server === null) throw new TierUnavailable('no connection');
    return step(this.server);
  }

  onConnection(listener: (server: string | null) => void): void {
    this.listeners.push(listener);
    const { server } = this;
    if (server !== null) queueMicrotask(() => listener(server.identity));
  }
}

/** A subscription over which everything happens at once. */
export class DirectListener implements Listener {
  private again: (() => void) | null = null;

  constructor(private readonly server: RedisServer) {}

  start(channels: readonly string[], events: ListenerEvents): void {
    const subscribe = (): void => {
      this.server.subscribers.set(this, (channel, message) => {
        if (channels.includes(channel)) events.message(message);
      });
      events.subscribed();
    };
    this.again = () => {
      events.closed();
      subscribe();
    };
    queueMicrotask(subscribe);
  }

  drop(): void {
    this.server.subscribers.delete(this);
    this.again?.();
  }
}

import type { Announced, Bus, Subscription } from '../../../src/cache/coherence/bus.port.js';
import type { CommandConnection } from './connection.js';
import * as steps from './redis-steps.js';

const CHANNEL = 'bus';

/** The connection on which a process listens. */
export interface Listener {
  /** Starts to listen, now and after each new connection. */
  start(channels: readonly string[], events: ListenerEvents): void;
  /** Drops the connection; it is made anew. */
  drop(): void;
}

export interface ListenerEvents {
  message(message: string): void;
  /** The server has confirmed the subscription. */
  subscribed(): void;
  closed(): void;
}

/** The bus over simulated connections, one to speak and one to listen: step for step what `RedisBus` does. */
export class SimBus implements Bus {
  private readonly messageListeners: ((message: string) => void)[] = [];
  private readonly subscriptionListeners: ((subscription: Subscription) => void)[] = [];
  private connection = 0;

  constructor(
    private readonly speaker: CommandConnection,
    private readonly listener: Listener,
    instanceId: string,
  ) {
    listener.start([CHANNEL, inbox(instanceId)], {
      message: (message) => {
        for (const listen of this.messageListeners) listen(message);
      },
      subscribed: () => this.confirm(),
      closed: () => {
        this.connection += 1;
        this.tell({ kind: 'lost' });
      },
    });
  }

  publish(message: string): Promise<void> {
    return this.speaker.call('publish', typeOf(message), (server) => server.publish(CHANNEL, message));
  }

  announce(message: string): Promise<Announced> {
    return this.speaker.call('announce', '', (server) => {
      server.publish(CHANNEL, message);
      return { server: server.identity, members: steps.members(server) };
    });
  }

  heartbeat(memberId: string, membershipMs: number, message: string): Promise<void> {
    return this.speaker.call('heartbeat', '', (server) => {
      server.members.set(memberId, server.nowMs() + membershipMs);
      server.publish(CHANNEL, message);
    });
  }

  send(memberId: string, message: string): Promise<void> {
    return this.speaker.call(`send-${typeOf(message)}`, memberId, (server) =>
      server.publish(inbox(memberId), message),
    );
  }

  leave(memberId: string): Promise<void> {
    return this.speaker.call('leave', '', (server) => {
      server.members.delete(memberId);
    });
  }

  server(): Promise<string | null> {
    return this.speaker.call('identity', '', (server) => server.identity).catch(() => null);
  }

  onMessage(listener: (message: string) => void): void {
    this.messageListeners.push(listener);
  }

  onSubscription(listener: (subscription: Subscription) => void): void {
    this.subscriptionListeners.push(listener);
  }

  resubscribe(): void {
    this.listener.drop();
  }

  /** The server is asked for its name by the speaker; only an answer for the same connection counts. */
  private confirm(): void {
    const mine = ++this.connection;
    void this.server().then((server) => {
      if (mine !== this.connection) return;
      if (server === null) this.resubscribe();
      else this.tell({ kind: 'confirmed', server });
    });
  }

  private tell(subscription: Subscription): void {
    for (const listen of this.subscriptionListeners) listen(subscription);
  }
}

function inbox(memberId: string): string {
  return `inbox:${memberId}`;
}

/** The type of a message, for holds and traces only. */
export function typeOf(message: string): string {
  return /"type":"([\w-]+)"/.exec(message)?.[1] ?? 'other';
}

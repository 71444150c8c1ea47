import type { RedisServer } from './redis-server.js';
import type { SimProcess } from './process.js';
import { Gate } from './scheduler.js';
import { type Listener, type ListenerEvents, typeOf } from './sim-bus.js';

const RECONNECT_MS = 5;

/** A process's subscription: one ordered connection; what is on its way is lost with it. */
export class ProcessListener implements Listener {
  readonly requests: Gate;
  readonly messages: Gate;
  private events: ListenerEvents | null = null;
  private channels: readonly string[] = [];
  private current = 0;
  private server: RedisServer | null = null;
  private tries = 0;
  private pending = false;

  constructor(
    private readonly process: SimProcess,
    private readonly target: () => RedisServer,
  ) {
    this.requests = new Gate(process.scheduler, process.index, true, false);
    this.messages = process.inbound(true);
  }

  start(channels: readonly string[], events: ListenerEvents): void {
    this.channels = channels;
    this.events = events;
  }

  connect(): void {
    const mine = this.current;
    const attempt = ++this.tries;
    this.pending = false;
    if (!this.process.reachesRedis || !this.process.alive) return; // tried again when it is reachable
    this.requests.send('subscribe', '', () => {
      const server = this.target();
      if (mine !== this.current || attempt !== this.tries || !this.process.alive) return;
      this.server = server;
      server.subscribers.set(this, (channel, message) => {
        if (this.channels.includes(channel)) this.deliver(mine, message);
      });
      this.messages.send('subscribed', '', () => {
        if (mine === this.current && this.process.alive) this.events?.subscribed();
      });
    });
  }

  drop(): void {
    this.current += 1;
    this.server?.subscribers.delete(this);
    this.server = null;
    if (!this.process.alive || this.pending) return;
    this.pending = true;
    this.events?.closed();
    this.process.scheduler.at(this.process.scheduler.nowMs + RECONNECT_MS, 'resubscribe', () =>
      this.connect(),
    );
  }

  /** The server believes the connection gone, the process does not know. */
  deafen(): void {
    this.server?.subscribers.delete(this);
    this.server = null;
  }

  isConnected(): boolean {
    return this.server !== null;
  }

  freeze(): void {
    this.requests.close();
    this.messages.close();
  }

  thaw(): void {
    this.requests.open();
    this.messages.open();
  }

  private deliver(mine: number, message: string): void {
    this.messages.send(`message-${typeOf(message)}`, '', () => {
      if (mine === this.current && this.process.alive) this.events?.message(message);
    });
  }
}

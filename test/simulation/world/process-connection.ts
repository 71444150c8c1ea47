import { TierUnavailable } from '../../../src/cache/tiers/shared-tier.port.js';
import type { CommandConnection } from './connection.js';
import type { RedisServer } from './redis-server.js';
import type { SimProcess } from './process.js';
import { Gate } from './scheduler.js';

/** The client rejects what is unanswered for so long, in ms, as the product's does. */
const COMMAND_TIMEOUT_MS = 200;
const RECONNECT_MS = 5;

interface Sent {
  reject(error: Error): void;
}

/** A process's connection for commands: ordered both ways or not (several ways to a cluster), lost with all that has no answer. */
export class ProcessConnection implements CommandConnection {
  readonly requests: Gate;
  readonly replies: Gate;
  private readonly listeners: ((server: string | null) => void)[] = [];
  private readonly sent = new Set<Sent>();
  private server: RedisServer | null = null;
  /** Counts connections; what was sent on an earlier one has no answer. */
  private current = 0;
  private tries = 0;
  /** Whether commands of a lost connection are still executed: they had reached the server. */
  private lateFrom = -1;

  constructor(
    private readonly process: SimProcess,
    private readonly target: () => RedisServer,
    ordered: boolean,
  ) {
    const { scheduler, index } = process;
    this.requests = new Gate(scheduler, index, ordered, false);
    this.replies = process.inbound(ordered);
  }

  call<Result>(kind: string, detail: string, step: (server: RedisServer) => Result): Promise<Result> {
    const { server, current: mine } = this;
    if (server === null) return Promise.reject(new TierUnavailable('no connection'));
    return new Promise<Result>((resolve, reject) => {
      const entry: Sent = { reject: (error) => end(() => reject(error)) };
      const timer = this.process.clock.after(COMMAND_TIMEOUT_MS, () => entry.reject(noAnswer()));
      const end = (settle: () => void): void => {
        timer.cancel();
        if (this.sent.delete(entry) && this.process.alive) settle();
      };
      this.sent.add(entry);
      this.requests.send(kind, detail, () => {
        if (mine !== this.current && mine !== this.lateFrom) return;
        if (server !== this.target()) return; // that server is gone
        const result = step(server);
        if (mine === this.current)
          this.replies.send(`${kind}-reply`, detail, () => {
            if (mine === this.current) end(() => resolve(result));
          });
      });
    });
  }

  onConnection(listener: (server: string | null) => void): void {
    this.listeners.push(listener);
  }

  connect(): void {
    const mine = this.current;
    const attempt = ++this.tries;
    this.replies.send('connected', '', () => {
      if (mine !== this.current || attempt !== this.tries || !this.process.alive) return;
      if (!this.process.reachesRedis) return; // tried again when it is reachable
      const server = (this.server = this.target());
      this.replies.send('identified', server.identity, () => {
        if (mine === this.current && this.process.alive)
          for (const listen of this.listeners) listen(server.identity);
      });
    });
  }

  /** The connection breaks; `late`: what was sent is executed all the same. */
  cut(late: boolean): void {
    this.lateFrom = late ? this.current : -1;
    this.current += 1;
    this.server = null;
    for (const entry of [...this.sent]) entry.reject(noAnswer());
    if (!this.process.alive) return;
    for (const listen of this.listeners) listen(null);
    this.process.scheduler.at(this.process.scheduler.nowMs + RECONNECT_MS, 'reconnect', () => this.connect());
  }

  /** Packets stop, nothing is closed. */
  freeze(): void {
    this.requests.close();
    this.replies.close();
  }

  thaw(): void {
    this.requests.open();
    this.replies.open();
  }
}

function noAnswer(): TierUnavailable {
  return new TierUnavailable('no answer');
}

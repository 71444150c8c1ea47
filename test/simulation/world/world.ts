import type { NodeOptions } from '../../../src/cache/cache-node.js';
import { Database, type DatabaseOptions } from './database.js';
import { type Pace, ServerClock } from './drifting-clock.js';
import type { Prng } from './prng.js';
import { SimProcess } from './process.js';
import { RedisServer } from './redis-server.js';
import { Scheduler } from './scheduler.js';

export interface WorldOptions {
  readonly processes: number;
  readonly node: Omit<NodeOptions, 'instanceId'>;
  readonly database: DatabaseOptions;
  /** How far, as a share, each clock's pace may be off. */
  readonly drift: number;
  /** The bus has a Redis of its own. */
  readonly busApart: boolean;
  /** The cache has run for long: its first quarantine is over. */
  readonly warm: boolean;
  /** A process that starts again keeps its name. */
  readonly keepsNames: boolean;
  /** Commands of one process are executed in the order in which it sent them. */
  readonly ordered: boolean;
  /** The data lies on a cluster, the epoch on another node than the scopes. */
  readonly clustered: boolean;
}

/** Everything outside the protocol's code: machines, their clocks, the servers, the database. */
export class World {
  readonly scheduler: Scheduler;
  readonly database: Database;
  data: RedisServer;
  bus: RedisServer;
  readonly processes: SimProcess[] = [];
  /** Called with each new life of a process. */
  onStart: (process: SimProcess) => void = () => undefined;
  private servers = 0;
  private lives = 0;
  private latenessMs = 0;

  constructor(
    readonly options: WorldOptions,
    readonly prng: Prng,
  ) {
    this.scheduler = new Scheduler((low, high) => prng.between(low, high));
    const clock = new ServerClock(this.scheduler, this.pace());
    this.database = new Database(this.scheduler, clock, (share) => prng.chance(share), options.database);
    this.data = this.server();
    this.bus = options.busApart ? this.server() : this.data;
    if (options.warm) this.warmUp();
    this.latenessMs = prng.chance(0.3) ? 2 : 0;
  }

  start(): void {
    for (let index = 0; index < this.options.processes; index += 1) this.startProcess(index);
  }

  startProcess(index: number): SimProcess {
    this.lives += 1;
    const name = this.options.keepsNames ? `P${index}` : `P${index}.${this.lives}`;
    const process = new SimProcess(index, name, {
      scheduler: this.scheduler,
      data: () => this.data,
      bus: () => this.bus,
      options: this.options.node,
      ordered: this.options.ordered,
      clustered: this.options.clustered,
      pace: this.pace(),
      timerLatenessMs: () => (this.latenessMs === 0 ? 0 : this.prng.between(0, this.latenessMs)),
    });
    this.processes[index] = process;
    this.onStart(process);
    process.connect();
    return process;
  }

  process(index: number): SimProcess {
    const process = this.processes[index];
    if (process === undefined) throw new Error(`there is no process ${index}`);
    return process;
  }

  living(): SimProcess[] {
    return this.processes.filter((process) => process.alive);
  }

  /** Another server takes over with what was replicated to it; everyone notices when he notices. */
  failover(which: 'data' | 'bus', replica: RedisServer): void {
    const together = this.data === this.bus;
    if (which === 'data' || together) this.data = replica;
    if (which === 'bus' || together) this.bus = replica;
    for (const process of this.living()) {
      if (which === 'data' || together) this.soon(() => process.commands.cut(false));
      if (which === 'bus' || together) {
        this.soon(() => process.speaker.cut(false));
        this.soon(() => process.listener.drop());
      }
    }
  }

  replicaOf(server: RedisServer): RedisServer {
    return server.copyTo(this.server());
  }

  private soon(run: () => void): void {
    const delayMs = this.prng.chance(0.5) ? this.prng.between(0, 2) : this.prng.between(0, 80);
    this.scheduler.at(this.scheduler.nowMs + delayMs, 'notices', run);
  }

  private server(): RedisServer {
    this.servers += 1;
    return new RedisServer(`server-${this.servers}`, new ServerClock(this.scheduler, this.pace()));
  }

  private warmUp(): void {
    const epoch = { id: 'epoch-0', clearId: 'clear-0', quarantineMs: 0 };
    this.data.setEpoch({ ...epoch, dataServer: this.data.identity, busServer: this.bus.identity });
    if (this.data.epoch !== null) this.data.epoch = { ...this.data.epoch, bornMs: -1e9 };
  }

  private pace(): Pace {
    const { drift } = this.options;
    return {
      offsetMs: this.prng.chance(0.5) ? 0 : this.prng.between(0, 1e6),
      rate: 1 + (drift === 0 ? 0 : this.prng.between(-drift, drift)),
    };
  }
}

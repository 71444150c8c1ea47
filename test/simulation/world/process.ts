import { assembleNode, type CacheNode, type NodeOptions } from '../../../src/cache/cache-node.js';
import { LruMemoryTier } from '../../../src/cache/tiers/memory.tier.js';
import { type Pace, ProcessClock } from './drifting-clock.js';
import { ProcessConnection } from './process-connection.js';
import { ProcessListener } from './process-listener.js';
import type { RedisServer } from './redis-server.js';
import { Gate, type Scheduler } from './scheduler.js';
import { SimBus } from './sim-bus.js';
import { SimRedis } from './sim-redis.js';

/** What a process finds when it starts. */
export interface ProcessSetting {
  readonly scheduler: Scheduler;
  readonly data: () => RedisServer;
  readonly bus: () => RedisServer;
  readonly options: Omit<NodeOptions, 'instanceId'>;
  readonly pace: Pace;
  readonly ordered: boolean;
  readonly clustered: boolean;
  readonly timerLatenessMs: () => number;
}

const silent = { info: () => undefined, warn: () => undefined };

/** One life of a process: the protocol's real code over simulated connections and a clock of its own. */
export class SimProcess {
  readonly scheduler: Scheduler;
  readonly clock: ProcessClock;
  readonly memory: LruMemoryTier;
  readonly commands: ProcessConnection;
  readonly speaker: ProcessConnection;
  readonly listener: ProcessListener;
  readonly node: CacheNode;
  readonly databaseReplies: Gate;
  readonly requests: Gate;
  alive = true;
  reachesRedis = true;
  frozenSinceMs: number | null = null;
  private readonly gates: Gate[] = [];

  constructor(
    readonly index: number,
    readonly instanceId: string,
    setting: ProcessSetting,
  ) {
    const { scheduler, options } = setting;
    this.scheduler = scheduler;
    const timers = this.inbound(false);
    this.databaseReplies = this.inbound(false);
    this.requests = this.inbound(false);
    this.clock = new ProcessClock(scheduler, setting.pace, timers, () => this.alive, setting.timerLatenessMs);
    this.memory = new LruMemoryTier(options.l1);
    this.commands = new ProcessConnection(this, setting.data, setting.ordered);
    this.speaker = new ProcessConnection(this, setting.bus, setting.ordered);
    this.listener = new ProcessListener(this, setting.bus);
    const ports = {
      shared: new SimRedis(this.commands, setting.clustered),
      bus: new SimBus(this.speaker, this.listener, instanceId),
    };
    this.node = assembleNode({ ...options, instanceId }, this.memory, ports, this.clock, silent);
  }

  connect(): void {
    this.commands.connect();
    this.speaker.connect();
    this.listener.connect();
  }

  /** A way into this process: shut while it is frozen. */
  inbound(ordered: boolean): Gate {
    const gate = new Gate(this.scheduler, this.index, ordered, true);
    this.gates.push(gate);
    return gate;
  }

  /** Every way that the network makes slow or quick. */
  ways(): Gate[] {
    const { commands, speaker, listener } = this;
    return [
      commands.requests,
      commands.replies,
      speaker.requests,
      speaker.replies,
      listener.messages,
      listener.requests,
    ];
  }

  /** Nothing of it goes on; what it has sent may still arrive. */
  die(late: boolean): void {
    this.thaw();
    this.alive = false;
    this.commands.cut(late);
    this.speaker.cut(late);
    this.listener.drop();
  }

  /** SIGSTOP. */
  freeze(): void {
    if (this.frozenSinceMs !== null) return;
    this.frozenSinceMs = this.scheduler.nowMs;
    for (const gate of this.gates) gate.close();
  }

  /** SIGCONT. */
  thaw(): void {
    if (this.frozenSinceMs === null) return;
    this.frozenSinceMs = null;
    for (const gate of this.gates) gate.open();
  }

  loseRedis(late: boolean): void {
    this.reachesRedis = false;
    this.commands.cut(late);
    this.speaker.cut(late);
    this.listener.drop();
  }

  findRedis(): void {
    if (this.reachesRedis) return;
    this.reachesRedis = true;
    this.connect();
  }
}

import type { History } from './history.js';
import type { StepPattern } from './world/holds.js';
import type { SimProcess } from './world/process.js';
import type { RedisServer } from './world/redis-server.js';
import type { World } from './world/world.js';

export type FaultKind =
  | 'evict'
  | 'kill'
  | 'freeze'
  | 'drop-subscription'
  | 'deafen'
  | 'cut-commands'
  | 'cut-speaker'
  | 'lose-redis'
  | 'freeze-commands'
  | 'freeze-bus'
  | 'freeze-speaker'
  | 'failover'
  | 'bus-failover'
  | 'renew-epoch'
  | 'renew-epoch-unannounced'
  | 'renewed-long-ago'
  | 'full';

export interface Fault {
  readonly kind: FaultKind;
  readonly process: number;
  readonly lastsMs: number;
  /** When: at a moment, or with the nth step of a kind. */
  readonly at: number | { readonly step: StepPattern; readonly skip: number };
}

/** Does to the world what a schedule asks for, and makes it whole again at the end. */
export class Faults {
  private replica: RedisServer | null = null;
  private renewals = 0;
  private healed = false;

  constructor(
    private readonly world: World,
    private readonly history: History,
  ) {}

  plan(faults: readonly Fault[]): void {
    const { scheduler } = this.world;
    for (const fault of faults) {
      if (typeof fault.at === 'number') {
        scheduler.at(fault.at, `fault:${fault.kind}`, () => this.strike(fault));
        continue;
      }
      const { step: pattern } = fault.at;
      let { skip } = fault.at;
      scheduler.watch((step) => {
        if (step.kind !== pattern.kind || (pattern.process !== -1 && pattern.process !== step.process))
          return;
        skip -= 1;
        if (skip === -1) scheduler.at(scheduler.nowMs, `fault:${fault.kind}`, () => this.strike(fault));
      });
    }
  }

  /** From now on a failover finds the server as it is at this moment. */
  replicate(): void {
    this.replica = this.world.replicaOf(this.world.data);
  }

  /** Every fault ends: processes go on or start again, every server can be reached. */
  heal(): void {
    const { world } = this;
    this.healed = true;
    world.scheduler.releaseAll();
    world.data.full = false;
    for (const [index, process] of world.processes.entries()) {
      this.thaw(process);
      if (process.alive) process.findRedis();
      else world.startProcess(index);
    }
  }

  private strike(fault: Fault): void {
    if (this.healed) return;
    const { world } = this;
    const process = world.process(fault.process);
    world.scheduler.trace?.(
      `             fault: ${fault.kind} of P${fault.process} for ${fault.lastsMs.toFixed(0)} ms`,
    );
    const until = (end: () => void): void => {
      world.scheduler.at(world.scheduler.nowMs + fault.lastsMs, `healed:${fault.kind}`, end);
    };
    const late = world.prng.chance(0.5);
    switch (fault.kind) {
      case 'evict':
        return this.evict();
      case 'kill':
        if (process.alive) process.die(late);
        return until(() => {
          if (!world.process(fault.process).alive) world.startProcess(fault.process);
        });
      case 'freeze':
        if (process.alive) process.freeze();
        return until(() => this.thaw(process));
      case 'drop-subscription':
        return process.listener.drop();
      case 'deafen':
        return process.listener.deafen();
      case 'cut-commands':
        return process.commands.cut(late);
      case 'cut-speaker':
        return process.speaker.cut(late);
      case 'lose-redis':
        if (process.alive && process.reachesRedis) process.loseRedis(late);
        return until(() => {
          if (process.alive) process.findRedis();
        });
      case 'freeze-commands':
        process.commands.freeze();
        return until(() => process.commands.thaw());
      case 'freeze-bus':
        process.listener.freeze();
        return until(() => process.listener.thaw());
      case 'freeze-speaker':
        process.speaker.freeze();
        return until(() => process.speaker.thaw());
      case 'failover':
        return world.failover('data', this.replicaOfData());
      case 'bus-failover':
        return world.failover('bus', this.replicaOfBus());
      case 'renew-epoch':
      case 'renew-epoch-unannounced':
        return this.renewEpoch(fault.kind === 'renew-epoch');
      case 'renewed-long-ago':
        this.renewEpoch(false);
        // As if it had been done before all this, by a process that died before it could tell.
        if (world.data.epoch !== null) world.data.epoch = { ...world.data.epoch, bornMs: -1e9 };
        return;
      case 'full':
        world.data.full = true;
        return until(() => {
          world.data.full = false;
        });
    }
  }

  private evict(): void {
    const evictions = this.world.data.evictable();
    if (evictions.length > 0) this.world.prng.pick(evictions)();
  }

  /** Somebody else renews the epoch, and tells it, or dies before. */
  private renewEpoch(announced: boolean): void {
    const { data, bus, options, prng, scheduler } = this.world;
    this.renewals += 1;
    const epoch = { id: `renewed-${this.renewals}`, clearId: `renewed-${this.renewals}` };
    data.setEpoch({
      ...epoch,
      dataServer: data.identity,
      busServer: bus.identity,
      quarantineMs: options.node.pendingMs,
    });
    if (!announced) return;
    const message = JSON.stringify({ v: 1, type: 'epoch', attemptId: 'renewal', from: 'somebody', epoch });
    scheduler.at(scheduler.nowMs + prng.between(0, 5), 'announces', () => bus.publish('bus', message));
  }

  /** What was written last may be lost. */
  private replicaOfData(): RedisServer {
    return this.withoutMembers(this.replica ?? this.world.replicaOf(this.world.data));
  }

  /** A bus apart holds nothing but members. */
  private replicaOfBus(): RedisServer {
    const { data, bus } = this.world;
    return data === bus ? this.replicaOfData() : this.withoutMembers(this.world.replicaOf(bus));
  }

  /** Members that were renewed last may be lost as well. */
  private withoutMembers(replica: RedisServer): RedisServer {
    if (this.world.prng.chance(0.4)) replica.members.clear();
    return replica;
  }

  private thaw(process: SimProcess): void {
    const sinceMs = process.frozenSinceMs;
    if (sinceMs === null) return;
    const { frozenMs } = this.history;
    frozenMs[process.index] = (frozenMs[process.index] ?? 0) + this.world.scheduler.nowMs - sinceMs;
    process.thaw();
  }
}

import { decodeEnvelope } from '../../src/cache/tiers/envelope.codec.js';
import type { Violation } from './checker.js';
import type { Cached, Clients } from './clients.js';
import type { SimProcess } from './world/process.js';
import { entryKey, generationKey } from './world/redis-server.js';
import type { World } from './world/world.js';

/** How long, in ms, a healed cluster may take until everything rests: pending deadline, quarantine, retries. */
const REST_WITHIN_MS = 9_000;
const LOOK_EVERY_MS = 20;
const MAX_STEPS = 60_000;
/** Heartbeat or silence, its budget: a process at rest has no more timers than these. */
const TIMERS_AT_REST = 3;

/** What must hold when nothing is wrong any more and everything has been delivered. */
export class QuietEnd {
  /** When the quiet began, on each process's clock: who was deaf before has a lease still, and has not noticed. */
  private readonly beganMs = new Map<SimProcess, number>();

  constructor(
    private readonly world: World,
    private readonly clients: Clients,
    private readonly cached: readonly Cached[],
    /** Documents that nobody promises anything of: written without Redis by a process that died in debt [19]. */
    private readonly given: (document: string) => boolean,
  ) {}

  async judge(): Promise<Violation | null> {
    for (const process of this.world.processes) this.beganMs.set(process, process.clock.nowMs());
    if (!(await this.comesToRest()))
      return { property: '2 the cluster comes to rest', story: this.restless().join('; ') };
    return (await this.judgeTimers()) ?? this.judgeTiers() ?? (await this.judgeReads());
  }

  private async comesToRest(): Promise<boolean> {
    const { scheduler } = this.world;
    const untilMs = scheduler.nowMs + REST_WITHIN_MS;
    while (scheduler.nowMs < untilMs) {
      if (!(await scheduler.run(scheduler.nowMs + LOOK_EVERY_MS, MAX_STEPS))) return false;
      if (this.restless().length === 0) return true;
    }
    return false;
  }

  /** What does not rest yet. */
  private restless(): string[] {
    const { data, processes } = this.world;
    const causes: string[] = [];
    if (data.quarantineMs() > 0) causes.push('quarantine');
    if (data.anyPending()) causes.push('a write is pending in Redis');
    for (const process of processes) {
      const { cluster, local } = process.node;
      const say = (what: string): void => {
        causes.push(`P${process.index} ${what}`);
      };
      if (process.ways().some((way) => way.onWay > 0)) say('has something on the way');
      if (local.flights.count() > 0) say('has flights');
      if (local.pending.count() > 0) say('knows of a pending write');
      if (cluster?.lease.isValid() !== true) say('has no lease');
      else if (cluster.lease.lastProvenMs() < (this.beganMs.get(process) ?? 0))
        say('has not heard itself yet');
      if (cluster?.epochs.usable() == null) say('does not use Redis');
    }
    const living = new Set(processes.map((process) => this.clients.lifeOf(process)));
    for (const record of [...this.clients.history.reads, ...this.clients.history.writes])
      if (record.ended === null && living.has(record.life))
        causes.push(`a request of P${record.process} has no end`);
    return causes;
  }

  /** A timer that comes again and again was forgotten; one of a command under way goes. */
  private async judgeTimers(): Promise<Violation | null> {
    const busy = () => this.world.processes.find(({ clock }) => clock.waiting > TIMERS_AT_REST);
    for (let looks = 0; looks < 20 && busy() !== undefined; looks += 1)
      await this.world.scheduler.run(this.world.scheduler.nowMs + LOOK_EVERY_MS, MAX_STEPS);
    const process = busy();
    if (process === undefined) return null;
    const story = `P${process.index} has ${process.clock.waiting} timers`;
    return { property: 'nothing is left behind', story };
  }

  /** Property 2. */
  private judgeTiers(): Violation | null {
    const { data, database, processes } = this.world;
    if (data.destroyed > 0)
      return { property: 'no good entry is destroyed', story: 'a late loader put its own over it' };
    for (const { key, scope, document } of this.cached) {
      if (this.given(document)) continue;
      const truth = database.current(document).number;
      for (const process of processes) {
        const entry = process.memory.get(key);
        if (entry !== undefined && versionOf(entry.body) !== truth)
          return stale(
            `L1 of P${process.index} has ${key} in version ${versionOf(entry.body)}, not ${truth}`,
          );
      }
      if (data.epoch === null) continue;
      const stored = data.live(data.entries, entryKey(data.epoch, scope, key));
      if (stored === undefined) continue;
      if (data.live(data.generations, generationKey(data.epoch, scope))?.value !== stored.generation)
        continue;
      const envelope = decodeEnvelope(stored.envelope, key);
      if (envelope === null || versionOf(envelope.body) !== truth)
        return stale(`L2 has an old ${key}, the database ${truth}`);
    }
    return null;
  }

  private async judgeReads(): Promise<Violation | null> {
    for (const process of this.world.processes) {
      for (const cached of this.cached) {
        const violation = await this.judgeRead(process, cached);
        if (violation !== null) return violation;
      }
    }
    return null;
  }

  private async judgeRead(process: SimProcess, cached: Cached): Promise<Violation | null> {
    const { scheduler, database } = this.world;
    const truth = database.current(cached.document).number; // a client may still be writing: later is right as well
    let ended = false;
    const wish = { cached, ttlMs: 60_000, fresh: false, refreshAhead: false };
    const reading = this.clients.read(process, wish).then((record) => {
      ended = true;
      return record;
    });
    await scheduler.run(scheduler.nowMs + 3_000, MAX_STEPS, () => ended);
    if (!ended) return stale(`a read of ${cached.key} on P${process.index} has no end`);
    const { version } = await reading;
    if (version === null || version.number >= truth || this.given(cached.document)) return null;
    return stale(`P${process.index} gives ${cached.key} in version ${version.number}, not ${truth}`);
  }
}

function versionOf(body: Buffer): number {
  return Number(body.toString().split(' ')[1]);
}

function stale(story: string): Violation {
  return { property: '2 no stale entry outlives its cause', story };
}

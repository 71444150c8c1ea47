import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock, type Timer } from '../../kernel/clock.js';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheOptions } from '../cache.options.js';
import type { RedisNode } from '../redis-node.js';
import { InstanceRoll, type RollCall } from './instance-roll.js';
import { type Instance, Instances, type OthersHeard } from './instances.js';
import { OwnStatus } from './own-status.js';
import { RateSampler, type Sample } from './rate-sampler.js';
import { type Latencies, ReadTelemetry } from './read-telemetry.js';
import { type SeenWrite, SeenWrites } from './seen-writes.js';
import { WriteJournal } from './write-journal.js';

/** What has happened since the last beat. */
export interface Beat {
  /** Present once a second. */
  readonly sample: Sample | null;
  readonly instances: readonly Instance[];
  readonly others: OthersHeard;
  readonly writes: readonly SeenWrite[];
}

/** All that is remembered: what who comes anew must see first. */
export interface PulseState extends Omit<Beat, 'sample'> {
  readonly samples: readonly Sample[];
}

/** A beat each half second: with {@link Instances}'s patience a silent instance is seen within two seconds. */
const BEAT_MS = 500;
/** Samples are a second apart; a beat that comes a little early counts. */
const SAMPLE_MS = 1_000 - BEAT_MS / 4;
/** Samples to one slice of the latency windows. */
const SLICE_SAMPLES = 10;

/**
 * The one sampler of this process: twice a second it tells the others how this instance is and hears of them, once a
 * second it samples the rates. Whoever wants to see listens; nobody has to, and it costs the same.
 */
@Injectable()
export class CachePulse implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly roll: InstanceRoll | null;
  private readonly rates: RateSampler;
  private readonly instances: Instances;
  private readonly seen: SeenWrites;
  private readonly listeners = new Set<(beat: Beat) => void>();
  private timer: Timer | null = null;
  private stopped = false;
  private cursor = '';
  private told: number;

  constructor(
    @Inject(CACHE_NODE) private readonly node: RedisNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
    private readonly reads: ReadTelemetry,
    private readonly journal: WriteJournal,
    private readonly own: OwnStatus,
  ) {
    const [commands] = node.connections;
    this.roll = commands === undefined ? null : new InstanceRoll(commands, options.prefix);
    this.rates = new RateSampler(reads, systemClock);
    this.instances = new Instances(options.instanceId, systemClock);
    this.seen = new SeenWrites(options.instanceId);
    this.told = journal.last();
  }

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  /** Before the connections are closed, which the module does after its providers. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.roll?.leave(this.options.instanceId).catch(() => undefined); // it is then silent, and seen to be
  }

  /** Calls the listener with each beat; gives the way to stop that. */
  onBeat(listener: (beat: Beat) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  state(): PulseState {
    return {
      samples: this.rates.samples(),
      instances: this.instances.list(this.own.now(this.rates.own())),
      others: this.instances.others(),
      writes: this.seen.recent(),
    };
  }

  latencies(): Latencies {
    return this.reads.latencies();
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = systemClock.after(delayMs, () => {
      const startedMs = systemClock.nowMs();
      const done = (): void => this.schedule(Math.max(0, BEAT_MS - (systemClock.nowMs() - startedMs)));
      this.beat().then(done, done); // a beat that failed is a beat missed
    });
  }

  private async beat(): Promise<void> {
    const sampled = this.rates.isDue(SAMPLE_MS);
    if (sampled) this.rates.sampleOwn();
    const status = this.own.now(this.rates.own());
    const own = this.journal.since(this.told);
    const call = await this.tellAndHear(own);
    this.instances.hear(
      this.roll === null ? 'none' : call === null ? 'unreachable' : 'heard',
      call?.instances,
    );
    const instances = this.instances.list(status);
    const sample = sampled ? this.rates.add(instances) : null;
    if (sampled && this.rates.taken() % SLICE_SAMPLES === 0) this.reads.turn();
    const beat: Beat = {
      sample,
      instances,
      others: this.instances.others(),
      writes: this.seen.add(own, call?.writes ?? []),
    };
    for (const listener of this.listeners) listener(beat);
  }

  /** null where there is no Redis, or it does not answer: what was not told then is told with the next beat. */
  private async tellAndHear(writes: ReturnType<WriteJournal['since']>): Promise<RollCall | null> {
    const status = this.own.now(this.rates.own());
    const told = writes.at(-1)?.sequence ?? this.told;
    if (this.roll === null) {
      this.told = told;
      return null;
    }
    try {
      const call = await this.roll.call(status, writes, this.cursor);
      this.cursor = call.cursor;
      this.told = told;
      return call;
    } catch {
      return null;
    }
  }
}

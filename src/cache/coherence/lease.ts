import type { Clock, Timer } from '../../kernel/clock.js';
import { randomId } from '../../kernel/ids.js';
import type { Bus } from './bus.port.js';
import type { CoherenceLog } from './coherence-log.js';
import type { EpochKeeper } from './epoch-keeper.js';
import type { LocalState } from './local-state.js';
import { encodeMessage } from './messages.js';

export interface LeaseOptions {
  readonly instanceId: string;
  readonly leaseMs: number;
}

/** Part of the lease that is not used: two clocks may drift apart by so much within one lease. */
const DRIFT_MARGIN = 0.1;
/** Heartbeats in one lease. */
const BEATS_PER_LEASE = 4;

/**
 * How this process knows that it hears everything (coherence.md, "The lease"): its own heartbeat, sent through the
 * bus, came back; nothing sent before it was missed. The lease runs from the *sending* [27].
 */
export class Lease {
  private provenAtMs = -Infinity;
  private server: string | null = null;
  private beat: { readonly id: string; readonly sentAtMs: number } | null = null;
  private caughtUp = false;
  private next: Timer | null = null;
  private stopped = false;
  /** How long the last heartbeat was on its way, in ms. */
  busDelayMs: number | null = null;

  constructor(
    private readonly bus: Bus,
    private readonly epochs: EpochKeeper,
    private readonly local: LocalState,
    private readonly clock: Clock,
    private readonly log: CoherenceLog,
    private readonly options: LeaseOptions,
  ) {
    bus.onSubscription((subscription) => {
      if (subscription.kind === 'confirmed') this.onConfirmed(subscription.server);
      else this.onLost();
    });
    epochs.onSettled(() => this.send());
  }

  isValid(): boolean {
    return this.clock.nowMs() < this.provenAtMs + this.options.leaseMs * (1 - DRIFT_MARGIN);
  }

  /** The latest moment of which this process knows that it had heard everything until then. */
  lastProvenMs(): number {
    return this.provenAtMs;
  }

  /** A heartbeat of this process came back through the bus. */
  onHeartbeat(beatId: string): void {
    if (this.beat?.id !== beatId) return; // of an earlier subscription
    const { sentAtMs } = this.beat;
    this.beat = null;
    this.next?.cancel();
    this.busDelayMs = this.clock.nowMs() - sentAtMs;
    if (this.epochs.busServer() === this.server) this.provenAtMs = sentAtMs;
    else this.epochs.settle(); // what is known of the epoch is old, or it must be renewed: no lease until then
    if (!this.caughtUp) this.catchUp(beatId);
    const intervalMs = this.options.leaseMs / BEATS_PER_LEASE;
    this.next = this.clock.after(Math.max(0, intervalMs - this.busDelayMs), () => this.send());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.next?.cancel();
    this.provenAtMs = -Infinity;
    await this.bus.leave(this.options.instanceId).catch(() => undefined); // the membership ends by itself
  }

  /**
   * After the subscription is confirmed, never before [13]: whatever was held may have missed its invalidation. L1,
   * flights [14] and pending writes go, and a heartbeat must come back before there is a lease again.
   */
  private onConfirmed(server: string): void {
    this.onLost();
    this.server = server;
    this.caughtUp = false;
    this.local.empty();
    this.local.pending.forget();
    this.epochs.settle();
    this.send();
  }

  private onLost(): void {
    this.server = null;
    this.beat = null;
    this.next?.cancel();
  }

  /** One heartbeat is out at a time, none while the subscription is not confirmed. */
  private send(): void {
    const epoch = this.epochs.current();
    if (this.stopped || this.server === null || this.beat !== null || epoch === null) return;
    const beat = { id: randomId(), sentAtMs: this.clock.nowMs() };
    this.beat = beat;
    this.next?.cancel();
    this.next = this.clock.after(this.options.leaseMs, () => this.onDeaf(beat.id));
    const message = encodeMessage({
      type: 'heartbeat',
      beatId: beat.id,
      from: this.options.instanceId,
      epoch,
    });
    // The membership outlives the lease: it begins later, on the server, and lasts the whole lease.
    this.bus.heartbeat(this.options.instanceId, this.options.leaseMs, message).catch(() => undefined); // onDeaf
  }

  /** The heartbeat did not come back: the subscription is deaf, or the connection half-open. */
  private onDeaf(beatId: string): void {
    if (this.beat?.id !== beatId) return;
    this.beat = null;
    this.log.warn({}, 'the bus is silent: subscribing anew');
    this.bus.resubscribe();
    this.next = this.clock.after(this.options.leaseMs / BEATS_PER_LEASE, () => this.send());
  }

  private catchUp(beatId: string): void {
    const epoch = this.epochs.current();
    if (epoch === null) return;
    this.caughtUp = true;
    const message = encodeMessage({ type: 'caught-up', beatId, from: this.options.instanceId, epoch });
    this.bus.publish(message).catch(() => undefined); // writers then wait for the end of the lease
  }
}

import type { Clock, Timer } from '../../kernel/clock.js';
import { randomId } from '../../kernel/ids.js';
import type { EpochNames, EpochRecord, SharedTier } from '../tiers/shared-tier.port.js';
import type { Bus } from './bus.port.js';
import { encodeMessage } from './messages.js';
import type { LocalState } from './local-state.js';
import type { CoherenceLog } from './coherence-log.js';

export interface EpochOptions {
  readonly instanceId: string;
  readonly pendingMs: number;
}

/** How long to wait, in ms, before asking again for an epoch that could not be settled. */
const RETRY_MS = 200;
/** Debts are paid no more often, in ms: each payment is a quarantine for everybody, and one pays all that came before. */
const PAY_EVERY_MS = 1_000;

/**
 * The epoch as this process knows it, and whether the data server may be used at all: not before its identity was
 * compared with the epoch's, and not while this process owes a new epoch for a write it made without Redis.
 */
export class EpochKeeper {
  private names: EpochNames | null = null;
  private record: EpochRecord | null = null;
  private recordAtMs = 0;
  private connectedTo: string | null = null;
  private settled = false;
  private debts = 0;
  private renewedAtMs = -Infinity;
  private settling = false;
  private retry: Timer | null = null;
  private readonly listeners: (() => void)[] = [];
  private stopped = false;

  constructor(
    private readonly shared: SharedTier,
    private readonly bus: Bus,
    private readonly local: LocalState,
    private readonly clock: Clock,
    private readonly log: CoherenceLog,
    private readonly options: EpochOptions,
  ) {
    shared.onConnection((server) => this.onConnection(server));
  }

  /** The epoch to ask under; null: do not use the data server now. */
  usable(): EpochNames | null {
    return this.settled && this.debts === 0 ? this.names : null;
  }

  current(): EpochNames | null {
    return this.names;
  }

  inDebt(): boolean {
    return this.debts > 0;
  }

  /** The bus server that the epoch names: only its heartbeats give a lease. */
  busServer(): string | null {
    return this.record?.busServer ?? null;
  }

  /** What is left of the quarantine, in ms, as far as this process knows. */
  quarantineMs(): number {
    if (this.record === null) return 0;
    return Math.max(0, this.record.quarantineMs - (this.clock.nowMs() - this.recordAtMs));
  }

  /** Called after each settlement with a record: the lease waits for it. */
  onSettled(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Somebody spoke of another epoch: adopt it, which empties this process [30]. */
  adopt(names: EpochNames): void {
    if (this.names?.id === names.id && this.names.clearId === names.clearId) return;
    const other = this.names?.id !== names.id;
    this.names = names;
    this.local.empty();
    if (other) {
      this.log.info({ epoch: names.id }, 'adopted another epoch of the cache');
      this.settle(); // learn its record: servers, age, quarantine
    }
  }

  /** A script found another epoch in force: ask which. */
  async refresh(): Promise<EpochNames | null> {
    const record = await this.shared.readEpoch();
    if (record === null) {
      this.settled = false; // an emptied server: nothing is to be trusted until a new epoch stands
      this.local.empty();
      this.settle();
      return null;
    }
    this.remember(record);
    return this.names;
  }

  /** A write happens without Redis: from now on L2 is not used and no tier is filled, until the epoch is renewed [18]. */
  owe(): void {
    this.debts += 1;
    if (this.debts === 1)
      this.log.warn({}, 'a write without Redis: the cache rests until its epoch is renewed');
    this.settle();
  }

  stop(): void {
    this.stopped = true;
    this.retry?.cancel();
  }

  /** Settles the epoch with the server: compares identities, renews where it must. Repeats until it has succeeded. */
  settle(): void {
    if (this.settling || this.stopped || this.connectedTo === null) return;
    this.retry?.cancel();
    this.retry = null;
    const earlyMs = this.debts === 0 ? 0 : this.renewedAtMs + PAY_EVERY_MS - this.clock.nowMs();
    if (earlyMs > 0) {
      this.retry = this.clock.after(earlyMs, () => this.settle());
      return;
    }
    this.settling = true;
    this.settleOnce(this.connectedTo).then(
      (done) => this.endSettling(done),
      () => this.endSettling(false), // Redis went away meanwhile: again
    );
  }

  private endSettling(done: boolean): void {
    this.settling = false;
    if (this.stopped) return;
    if (!done) this.retry = this.clock.after(RETRY_MS, () => this.settle());
    else for (const listener of this.listeners) listener();
  }

  private async settleOnce(server: string): Promise<boolean> {
    const busServer = await this.bus.server();
    if (busServer === null) return false;
    const debts = this.debts;
    let record = await this.shared.readEpoch();
    if (record === null || debts > 0 || record.dataServer !== server || record.busServer !== busServer) {
      record = await this.renew(record, server, busServer);
      if (record.dataServer !== server || record.busServer !== busServer) return false;
    }
    if (this.connectedTo !== server) return false; // another connection meanwhile
    this.remember(record);
    this.settled = true;
    if (this.debts > debts) return false; // another write without Redis meanwhile
    this.debts = 0;
    return true;
  }

  private async renew(old: EpochRecord | null, dataServer: string, busServer: string): Promise<EpochRecord> {
    const next = {
      id: randomId(),
      clearId: randomId(),
      dataServer,
      busServer,
      quarantineMs: this.options.pendingMs,
    };
    const record = await this.shared.renewEpoch(old?.id ?? null, next);
    const epoch = { id: record.id, clearId: record.clearId };
    this.renewedAtMs = this.clock.nowMs();
    const message = encodeMessage({
      type: 'epoch',
      attemptId: randomId(),
      from: this.options.instanceId,
      epoch,
    });
    this.bus.publish(message).catch(() => undefined); // whoever begins a write says it too [30]
    this.log.info({ epoch: record.id, quarantineMs: record.quarantineMs }, 'a new epoch of the cache');
    return record;
  }

  private remember(record: EpochRecord): void {
    this.record = record;
    this.recordAtMs = this.clock.nowMs();
    if (this.names?.id === record.id && this.names.clearId === record.clearId) return;
    this.names = { id: record.id, clearId: record.clearId };
    this.local.empty();
  }

  private onConnection(server: string | null): void {
    this.connectedTo = server;
    this.settled = false;
    if (server !== null) this.settle();
  }
}

import type { Clock } from '../../kernel/clock.js';
import { DomainError, invariant } from '../../kernel/errors.js';
import { randomId } from '../../kernel/ids.js';
import { type EpochNames, type SharedTier, TierUnavailable } from '../tiers/shared-tier.port.js';
import type { TierGuard } from '../tiers/tier-guard.js';
import type { TimeBudget } from '../tiers/time-budget.js';
import type { Attempts } from './attempts.js';
import type { Bus, Member } from './bus.port.js';
import type { CoherenceLog } from './coherence-log.js';
import type { EpochKeeper } from './epoch-keeper.js';
import type { LocalState } from './local-state.js';
import { type BusMessage, encodeMessage } from './messages.js';
import type { Scope } from './scope.js';

export interface WriteOptions {
  readonly instanceId: string;
  readonly strict: boolean;
  readonly ackWaitMs: number;
  readonly leaseMs: number;
  readonly pendingMs: number;
}

/** A write between begin and its end. `deadlineMs` is on this process's monotonic clock. */
export interface PendingWrite {
  readonly id: string;
  readonly deadlineMs: number;
  readonly scopes: readonly Scope[];
  /** The epoch of its begin; null: begun without Redis. */
  readonly epoch: EpochNames | null;
}

/** How a write ended, where that is known. */
export type KnownOutcome = 'written' | 'failed';

/** A write about to begin. */
interface Beginning {
  readonly id: string;
  readonly deadlineMs: number;
  readonly scopes: readonly Scope[];
  readonly deletes: boolean;
}

/** The processes together, as the writer needs them; absent where there is no Redis. */
export interface Cluster {
  readonly shared: SharedTier;
  readonly bus: Bus;
  readonly epochs: EpochKeeper;
  readonly attempts: Attempts;
  readonly guard: TierGuard;
  /** The bus may have a Redis of its own, and faults of its own. */
  readonly busGuard: TierGuard;
}

/** How often a begin is repeated because the epoch changed under it, before Redis counts as unreachable. */
const MAX_ATTEMPTS = 5;

/**
 * A write of more scopes is none for one begin: all its scripts go to Redis at once and share one budget. Whoever has
 * more to write does it in several writes.
 */
export const MAX_SCOPES = 500;

/** begin -> database write -> end (coherence.md, "Writing"). */
export class Writes {
  constructor(
    private readonly local: LocalState,
    private readonly cluster: Cluster | null,
    private readonly clock: Clock,
    private readonly log: CoherenceLog,
    private readonly options: WriteOptions,
  ) {}

  /**
   * Makes the scopes stale everywhere before the write.
   * @param deletes whether the write deletes what the scopes are named for: the change stream then knows it again
   * @throws DomainError `unavailable` in strict mode when the others cannot be told; nothing may be written then
   * @throws Error where there are more than {@link MAX_SCOPES}
   */
  async begin(scopes: readonly Scope[], deletes = false): Promise<PendingWrite> {
    invariant(scopes.length <= MAX_SCOPES, `a write has at most ${MAX_SCOPES} scopes`);
    const id = randomId();
    const deadlineMs = this.clock.nowMs() + this.options.pendingMs; // one deadline, never extended [12]
    const { cluster } = this;
    if (cluster === null || scopes.length === 0) return this.beginAlone({ id, deadlineMs, scopes, deletes });
    try {
      const epoch = await this.beginTogether(cluster, { id, deadlineMs, scopes, deletes });
      return { id, deadlineMs, scopes, epoch };
    } catch (error) {
      if (!(error instanceof TierUnavailable)) throw error;
      if (this.options.strict) {
        await this.commit({ id, deadlineMs, scopes, epoch: cluster.epochs.current() }, 'failed');
        throw refusal(error);
      }
      cluster.epochs.owe(); // before the database write, never after [18]
      return this.beginAlone({ id, deadlineMs, scopes, deletes });
    }
  }

  /** The database write has happened, or is known to have failed. */
  async commit(write: PendingWrite, outcome: KnownOutcome = 'written'): Promise<void> {
    const { cluster } = this;
    if (cluster !== null && write.epoch !== null) {
      const { epoch } = write;
      try {
        const budget = cluster.guard.budget(this.budgetMs());
        await cluster.guard.run(budget, () =>
          cluster.shared.commit({ epoch, scopes: write.scopes, writeId: write.id }),
        );
        await cluster.busGuard.run(budget, () => this.tell(cluster, epoch, write, outcome));
      } catch {
        // The write stays pending until its deadline: nothing is stored meanwhile, and nothing is stale.
        this.log.warn(
          { scopes: write.scopes.length },
          'a commit did not reach Redis: its scopes rest until the deadline',
        );
      }
    }
    this.local.commit(write.scopes, write.id, outcome === 'failed');
  }

  private beginAlone({ id, deadlineMs, scopes, deletes }: Beginning): PendingWrite {
    this.local.begin(scopes, id, deadlineMs, deletes);
    return { id, deadlineMs, scopes, epoch: null };
  }

  private async beginTogether(
    cluster: Cluster,
    { id: writeId, deadlineMs, scopes, deletes }: Beginning,
  ): Promise<EpochNames> {
    const budget = cluster.guard.budget(this.budgetMs());
    for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) {
      const epoch = cluster.epochs.usable();
      if (epoch === null) throw new TierUnavailable('the epoch is not settled');
      const pendingMs = deadlineMs - this.clock.nowMs();
      const begun = await cluster.guard.run(budget, () =>
        cluster.shared.begin({ epoch, scopes, writeId, pendingMs }),
      );
      if (begun.kind === 'full') throw new TierUnavailable('Redis is full');
      if (begun.kind === 'other-epoch') {
        await cluster.guard.run(budget, () => cluster.epochs.refresh());
        continue;
      }
      this.local.begin(scopes, writeId, deadlineMs, deletes); // after the script, before the database write [9]
      const told = await this.announce(cluster, budget, { epoch, scopes, writeId, pendingMs, deletes });
      if (told) return epoch;
    }
    throw new TierUnavailable('the epoch keeps changing');
  }

  /** Tells the others and waits for them; false where the epoch has changed meanwhile: begin again [11]. */
  private async announce(
    cluster: Cluster,
    budget: TimeBudget,
    begin: Omit<BusMessage & { type: 'begin' }, 'type' | 'attemptId' | 'from'>,
  ): Promise<boolean> {
    const attemptId = randomId();
    cluster.attempts.start(attemptId);
    try {
      const message = encodeMessage({ type: 'begin', attemptId, from: this.options.instanceId, ...begin });
      const told = await cluster.busGuard.run(budget, () => cluster.bus.announce(message)); // members after it [8]
      const record = await cluster.guard.run(budget, () => cluster.shared.readEpoch());
      if (record?.id !== begin.epoch.id) {
        await cluster.guard.run(budget, () => cluster.epochs.refresh());
        return false;
      }
      // Another server than the epoch was made on may not know all members, and not all listen to it yet [17].
      if (record.busServer !== told.server)
        throw new TierUnavailable('the bus is another server than the one that the epoch names');
      await this.acknowledged(cluster, attemptId, told.members, record.ageMs, begin.pendingMs);
      return true;
    } finally {
      cluster.attempts.end(attemptId);
    }
  }

  private async acknowledged(
    cluster: Cluster,
    attemptId: string,
    members: readonly Member[],
    epochAgeMs: number,
    pendingMs: number,
  ): Promise<void> {
    const others = members.filter((member) => member.id !== this.options.instanceId);
    const { strict, ackWaitMs, leaseMs } = this.options;
    const acknowledged = cluster.attempts.settled(attemptId, others, strict ? leaseMs : ackWaitMs);
    // The members of before a failover may be lost: their leases are waited out [17].
    const oldLeasesMs = leaseMs + (cluster.shared.failoverLagMs ?? 0) - epochAgeMs;
    if (strict && oldLeasesMs > pendingMs)
      throw new TierUnavailable('leases of before the failover may still run');
    if (strict && oldLeasesMs > 0) await this.pause(oldLeasesMs);
    await acknowledged;
  }

  private async tell(
    cluster: Cluster,
    epoch: EpochNames,
    { id: writeId, scopes }: PendingWrite,
    outcome: KnownOutcome,
  ): Promise<void> {
    const failed = outcome === 'failed';
    await cluster.bus.publish(
      encodeMessage({ type: 'commit', from: this.options.instanceId, epoch, scopes, writeId, failed }),
    );
  }

  private pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(durationMs, resolve);
    });
  }

  /**
   * Much longer than a read's: giving up costs a strict write its success, and in available mode all processes a
   * quarantine. A busy process or server is late at each step of a begin, and not gone.
   */
  private budgetMs(): number {
    return this.options.leaseMs / 2;
  }
}

function refusal(cause: TierUnavailable): DomainError {
  return new DomainError(
    'unavailable',
    'cache_coordination_unavailable',
    'The write was refused: the other instances cannot be told of it at the moment. Nothing was written.',
    { cause, retryAfterS: 1 },
  );
}

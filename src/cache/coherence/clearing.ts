import { randomId } from '../../kernel/ids.js';
import { type EpochNames, TierUnavailable } from '../tiers/shared-tier.port.js';
import type { LocalState } from './local-state.js';
import { encodeMessage } from './messages.js';
import type { Cluster, WriteOptions } from './writes.js';

const MAX_TRIES = 3;

/**
 * Makes every entry of every tier unreachable at once, without a quarantine: a second id in the names of the entries
 * alone changes, pending writes and generations stay (coherence.md, "Epochs").
 */
export class Clearing {
  constructor(
    private readonly local: LocalState,
    private readonly cluster: Cluster | null,
    private readonly options: WriteOptions,
  ) {}

  /**
   * Returns when every process has emptied its L1 (strict: or its lease has run out; available: or the bounded wait is over).
   * @throws TierUnavailable where the others cannot be told; this process is empty all the same
   */
  async clear(): Promise<void> {
    this.local.empty();
    const { cluster } = this;
    if (cluster === null) return;
    const epoch = await this.renew(cluster);
    const attemptId = randomId();
    cluster.attempts.start(attemptId);
    try {
      cluster.epochs.adopt(epoch);
      const { instanceId, strict, ackWaitMs, leaseMs } = this.options;
      const { server, members } = await cluster.bus.announce(
        encodeMessage({ type: 'epoch', attemptId, from: instanceId, epoch }),
      );
      if (server !== cluster.epochs.busServer())
        throw new TierUnavailable('the bus is another server than the one that the epoch names');
      const others = members.filter(({ id }) => id !== instanceId);
      await cluster.attempts.settled(attemptId, others, strict ? leaseMs : ackWaitMs);
    } finally {
      cluster.attempts.end(attemptId);
    }
  }

  private async renew({ shared, epochs }: Cluster): Promise<EpochNames> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const epoch = epochs.usable();
      if (epoch === null) throw new TierUnavailable('the epoch is not settled');
      const clearId = randomId();
      if (await shared.renewClear(epoch.id, clearId)) return { id: epoch.id, clearId };
      await epochs.refresh();
    }
    throw new TierUnavailable('the epoch keeps changing');
  }
}

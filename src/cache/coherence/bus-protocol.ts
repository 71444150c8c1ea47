import type { Clock } from '../../kernel/clock.js';
import type { Attempts } from './attempts.js';
import type { Bus } from './bus.port.js';
import type { CoherenceLog } from './coherence-log.js';
import type { EpochKeeper } from './epoch-keeper.js';
import type { Lease } from './lease.js';
import type { LoadWaiters } from './load-waiters.js';
import type { LocalState } from './local-state.js';
import { type BusMessage, decodeMessage, encodeMessage } from './messages.js';

/** What this process does on each message of the bus. */
export class BusProtocol {
  /** Messages that could not be read. */
  damaged = 0;

  constructor(
    private readonly instanceId: string,
    private readonly bus: Bus,
    private readonly local: LocalState,
    private readonly epochs: EpochKeeper,
    private readonly lease: Lease,
    private readonly attempts: Attempts,
    private readonly waiters: LoadWaiters,
    private readonly clock: Clock,
    private readonly log: CoherenceLog,
  ) {
    bus.onMessage((text) => this.receive(text));
  }

  private receive(text: string): void {
    const message = decodeMessage(text);
    if (message === null) {
      // What it made stale cannot be known: all of it.
      this.damaged += 1;
      this.log.warn({ sizeBytes: text.length }, 'a damaged message on the bus: emptied the memory tier');
      this.local.empty();
      return;
    }
    this.act(message);
  }

  private act(message: BusMessage): void {
    switch (message.type) {
      case 'begin':
        return this.begin(message);
      case 'commit':
        return this.local.commit(message.scopes, message.writeId, message.failed);
      case 'heartbeat':
        if (message.from === this.instanceId) this.lease.onHeartbeat(message.beatId);
        else this.compare(message);
        return;
      case 'loaded':
        return this.waiters.wake(message.key);
      case 'caught-up':
        return this.attempts.catchUp(message.from, message.beatId);
      case 'epoch':
        this.epochs.adopt(message.epoch);
        return this.acknowledge(message);
      case 'ack':
        return this.attempts.acknowledge(message.attemptId, message.from);
    }
  }

  /** Another process lives in another epoch: Redis knows which of the two is the one. */
  private compare(message: BusMessage & { type: 'heartbeat' }): void {
    this.attempts.mark(message.beatId);
    const { id, clearId } = message.epoch;
    const current = this.epochs.current();
    if (current?.id !== id || current.clearId !== clearId) this.epochs.settle();
  }

  /** Adopt the epoch first [30], then forget what becomes stale, then acknowledge this attempt [10]. */
  private begin(message: BusMessage & { type: 'begin' }): void {
    if (message.from === this.instanceId) return this.attempts.hear(message.attemptId); // applied by the writer itself [9]
    this.epochs.adopt(message.epoch);
    this.local.begin(
      message.scopes,
      message.writeId,
      this.clock.nowMs() + message.pendingMs,
      message.deletes,
    );
    this.acknowledge(message);
  }

  private acknowledge(message: { readonly from: string; readonly attemptId: string }): void {
    if (message.from === this.instanceId) return this.attempts.hear(message.attemptId);
    const epoch = this.epochs.current();
    if (epoch === null) return;
    const ack = encodeMessage({ type: 'ack', attemptId: message.attemptId, from: this.instanceId, epoch });
    this.bus.send(message.from, ack).catch(() => undefined); // the writer waits for the end of the lease
  }
}

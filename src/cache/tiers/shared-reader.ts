import type { Clock, Timer } from '../../kernel/clock.js';
import { randomId } from '../../kernel/ids.js';
import type { Bus } from '../coherence/bus.port.js';
import type { CoherenceLog } from '../coherence/coherence-log.js';
import type { EpochKeeper } from '../coherence/epoch-keeper.js';
import type { LoadWaiters } from '../coherence/load-waiters.js';
import { encodeMessage } from '../coherence/messages.js';
import type { Scope } from '../coherence/scope.js';
import type { OutcomeDetail } from '../outcome.js';
import type { Entry } from './entry.js';
import { decodeEnvelope, encodeEnvelope } from './envelope.codec.js';
import { type EpochNames, type Look, type SharedTier, TierUnavailable } from './shared-tier.port.js';
import type { TierGuard } from './tier-guard.js';
import type { TimeBudget } from './time-budget.js';

export interface SharedReaderOptions {
  readonly instanceId: string;
  /** Off: generations and pending writes are noted, bodies are neither brought nor stored. */
  readonly entriesEnabled: boolean;
  /** How long, in ms, a flight waits for another process's load of its key. */
  readonly loadBoundMs: number;
}

/** What a flight noted before its database read, and what it may do with what it brings. */
export interface NotedState {
  /** False: a write is pending, or nothing could be noted; no tier is filled [20] [21]. */
  readonly storable: boolean;
  /** Why not. */
  readonly detail: OutcomeDetail | null;
  readonly generation: string;
  /** Compares and stores [22]; never rejects. */
  store(entry: Entry): Promise<StoreOutcome>;
  /** Gives the load lock back where there is nothing to store. */
  readonly release: (() => void) | null;
}

/** What became of a store: refused, and why. */
export interface StoreOutcome {
  readonly accepted: boolean;
  readonly detail: OutcomeDetail | null;
}

export interface NoteRequest {
  readonly key: string;
  readonly scope: Scope;
  readonly fresh: boolean;
  readonly lock: boolean;
}

export type Noted =
  { readonly kind: 'entry'; readonly entry: Entry } | { readonly kind: 'load'; readonly state: NotedState };

/** A load lock lives so long, in ms, unless its owner keeps it: one load of a dead owner is repeated after it. */
const LOCK_MS = 1_500;
/** After so many other epochs in a row L2 counts as unavailable. */
const MAX_EPOCHS = 3;

/** Steps 3 and 4 of a read as far as the shared tier has a part in them, within one time budget. */
export class SharedReader {
  readonly holdsEntries: boolean;
  /** Entries that could not be read. */
  damaged = 0;

  constructor(
    private readonly shared: SharedTier,
    private readonly bus: Bus,
    private readonly epochs: EpochKeeper,
    private readonly waiters: LoadWaiters,
    private readonly guard: TierGuard,
    private readonly clock: Clock,
    private readonly log: CoherenceLog,
    private readonly options: SharedReaderOptions,
  ) {
    this.holdsEntries = options.entriesEnabled;
  }

  /** The entry, or the state under which to load it; waits for another process's load of the key. Never rejects. */
  async note(request: NoteRequest): Promise<Noted> {
    const budget = this.guard.budget();
    const giveUpAtMs = this.clock.nowMs() + this.options.loadBoundMs;
    const token = request.lock && this.options.entriesEnabled ? randomId() : null;
    for (;;) {
      const patient = this.clock.nowMs() < giveUpAtMs;
      const noted = await this.lookOnce(request, budget, patient ? token : null);
      if (noted === null) return { kind: 'load', state: gaveUp };
      const { look, epoch } = noted;
      if (look.lock === 'followed') {
        // Its store wakes us; should the leader die, its lock ends, and one of us takes over.
        await this.waiters.wait(
          request.key,
          Math.min(look.lockMs + 1, Math.max(1, giveUpAtMs - this.clock.nowMs())),
        );
        continue;
      }
      const entry = look.entry === null ? null : this.decode(request, look, look.entry);
      if (entry !== null) return { kind: 'entry', entry };
      return {
        kind: 'load',
        state: this.stateOf(request, look, epoch, budget, look.lock === 'led' ? token : null),
      };
    }
  }

  private async lookOnce(
    request: NoteRequest,
    budget: TimeBudget,
    lockToken: string | null,
  ): Promise<{ look: Look; epoch: EpochNames } | null> {
    try {
      for (let tries = 0; tries < MAX_EPOCHS; tries += 1) {
        const epoch = this.epochs.usable();
        if (epoch === null) return null;
        const look = await this.guard.run(budget, () =>
          this.shared.look({
            epoch,
            scope: request.scope,
            key: request.key,
            wantEntry: this.options.entriesEnabled && !request.fresh,
            freshGeneration: randomId(),
            lockToken,
            lockMs: LOCK_MS,
          }),
        );
        if (look.kind === 'look') return this.epochs.usable()?.id === epoch.id ? { look, epoch } : null;
        await this.guard.run(budget, () => this.epochs.refresh()); // another epoch: adopt it, again [15]
      }
      return null;
    } catch (error) {
      if (error instanceof TierUnavailable) return null;
      throw error;
    }
  }

  private decode(request: NoteRequest, look: Look, raw: NonNullable<Look['entry']>): Entry | null {
    const envelope = decodeEnvelope(raw.envelope, request.key);
    if (envelope === null) {
      this.damaged += 1;
      this.log.warn({ scope: request.scope.split(':')[0] }, 'a damaged entry in Redis: read as a miss');
      return null;
    }
    const nowMs = this.clock.nowMs();
    return {
      ...envelope,
      scope: request.scope,
      generation: look.generation,
      loadedAtMs: nowMs - Math.max(0, envelope.ttlMs - raw.remainingMs),
      filledAtMs: nowMs,
    };
  }

  private stateOf(
    request: NoteRequest,
    look: Look,
    epoch: EpochNames,
    budget: TimeBudget,
    lockToken: string | null,
  ): NotedState {
    const { key, scope } = request;
    const detail = look.pending ? 'pending' : look.quarantineMs > 0 ? 'quarantine' : null;
    const keeper = lockToken === null ? null : this.keepLock({ epoch, scope, key, lockToken });
    return {
      storable: detail === null,
      detail,
      generation: look.generation,
      store: async (entry) => {
        try {
          const { answer, unlocked } = await this.store(entry, epoch, lockToken, budget);
          if (unlocked) keeper?.stop();
          else keeper?.release();
          return answer;
        } catch (error) {
          keeper?.release();
          if (error instanceof TierUnavailable) return { accepted: false, detail: 'l2-unavailable' };
          throw error;
        }
      },
      release: keeper === null ? null : () => keeper.release(),
    };
  }

  /** `unlocked`: the script ran, and gave the lock back. */
  private async store(
    entry: Entry,
    epoch: EpochNames,
    lockToken: string | null,
    budget: TimeBudget,
  ): Promise<{ answer: StoreOutcome; unlocked: boolean }> {
    const superseded: StoreOutcome = { accepted: false, detail: 'superseded' };
    if (this.epochs.usable()?.id !== epoch.id) return { answer: superseded, unlocked: false };
    const { key, scope, generation } = entry;
    const ttlMs = Math.floor(entry.ttlMs - (this.clock.nowMs() - entry.loadedAtMs));
    if (ttlMs <= 0) return { answer: { accepted: false, detail: 'no-lifetime' }, unlocked: false };
    const envelope = this.options.entriesEnabled ? encodeEnvelope(entry) : null;
    const answer = await this.guard.run(budget, () =>
      this.shared.store({ epoch, scope, key, generation, envelope, ttlMs, lockToken }),
    );
    if (answer.kind === 'other-epoch') return { answer: superseded, unlocked: false };
    if (answer.awaited) this.wakeOthers(key, epoch);
    // In debt since: what was read is not to be trusted to any tier [18].
    const accepted = answer.accepted && this.epochs.usable()?.id === epoch.id;
    return { answer: accepted ? { accepted, detail: null } : superseded, unlocked: true };
  }

  /** Holds the lock while the load lasts. */
  private keepLock(lock: { epoch: EpochNames; scope: Scope; key: string; lockToken: string }): {
    stop(): void;
    release(): void;
  } {
    let timer: Timer;
    const keep = (): void => {
      timer = this.clock.after(LOCK_MS / 3, () => {
        this.shared.keepLock(lock, LOCK_MS).catch(() => undefined); // it ends by itself
        keep();
      });
    };
    keep();
    const stop = (): void => timer.cancel();
    return {
      stop,
      release: () => {
        stop();
        this.shared.unlock(lock).then(
          (awaited) => {
            if (awaited) this.wakeOthers(lock.key, lock.epoch);
          },
          () => undefined, // it ends by itself
        );
      },
    };
  }

  private wakeOthers(key: string, epoch: EpochNames): void {
    const message = encodeMessage({ type: 'loaded', key, from: this.options.instanceId, epoch });
    this.bus.publish(message).catch(() => undefined); // the end of the lock wakes them
  }
}

/** L2 did not answer: nothing was noted, so it is as if a write were pending [21]. */
const gaveUp: NotedState = {
  storable: false,
  detail: 'l2-unavailable',
  generation: '',
  store: () => Promise.resolve({ accepted: false, detail: 'l2-unavailable' }),
  release: null,
};

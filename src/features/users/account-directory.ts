import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DomainEvent, DomainEvents, type WriteListener, type WritePart } from '../../events/index.js';
import { systemClock } from '../../kernel/clock.js';
import { MINUTE_MS, SECOND_MS } from '../../kernel/duration.js';
import type { UserId } from '../../kernel/ids.js';
import type { AccountDirectory, AccountState } from '../../platform/security/account-directory.port.js';
import { AccountStateRepository } from './account-state.repository.js';

interface Remembered {
  readonly state: AccountState | null;
  readonly untilMs: number;
}

const MOST_ACCOUNTS = 10_000;
/** How long another instance's write may go unseen here. */
const LIFETIME_MS = SECOND_MS;
/** A write whose outcome nobody knows may still take effect; no write's deadline is further away. */
const DOUBT_MS = 10 * MINUTE_MS;

/**
 * The accounts' states in this process's memory. Writes of this process are seen from their announcement on: while one is
 * under way (or in doubt) nothing is remembered of its account, and what was being loaded meanwhile is not kept.
 */
@Injectable()
export class DatabaseAccountDirectory implements AccountDirectory, WriteListener, OnModuleInit {
  private readonly states = new Map<UserId, Remembered>();
  private readonly loads = new Map<UserId, Promise<AccountState | null>>();
  /** How many writes are under way or in doubt, by account. */
  private readonly pending = new Map<UserId, number>();

  constructor(
    private readonly source: AccountStateRepository,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.join(this);
  }

  stateOf(userId: UserId): AccountState | null | Promise<AccountState | null> {
    const known = this.states.get(userId);
    if (known !== undefined && systemClock.nowMs() < known.untilMs) return known.state;
    if (this.pending.has(userId)) return this.source.load(userId);
    return this.loads.get(userId) ?? this.load(userId);
  }

  begin(event: DomainEvent): WritePart {
    if (event.type !== 'user.updated' && event.type !== 'user.deleted') return { end: () => {} };
    const { userId } = event;
    this.pending.set(userId, (this.pending.get(userId) ?? 0) + 1);
    this.forget(userId);
    return {
      end: (outcome) => {
        this.forget(userId);
        if (outcome === 'unknown') systemClock.after(DOUBT_MS, () => this.settle(userId));
        else this.settle(userId);
      },
    };
  }

  private load(userId: UserId): Promise<AccountState | null> {
    const load = this.source.load(userId).then((state) => {
      if (this.loads.get(userId) === load) this.keep(userId, state); // not forgotten meanwhile
      return state;
    });
    this.loads.set(userId, load);
    const done = (): void => {
      if (this.loads.get(userId) === load) this.loads.delete(userId);
    };
    load.then(done, done);
    return load;
  }

  private keep(userId: UserId, state: AccountState | null): void {
    this.states.delete(userId); // to the young end of the map
    if (this.states.size >= MOST_ACCOUNTS) {
      for (const oldest of this.states.keys()) {
        this.states.delete(oldest);
        break;
      }
    }
    this.states.set(userId, { state, untilMs: systemClock.nowMs() + LIFETIME_MS });
  }

  private forget(userId: UserId): void {
    this.states.delete(userId);
    this.loads.delete(userId);
  }

  private settle(userId: UserId): void {
    const left = (this.pending.get(userId) ?? 1) - 1;
    if (left > 0) this.pending.set(userId, left);
    else this.pending.delete(userId);
  }
}

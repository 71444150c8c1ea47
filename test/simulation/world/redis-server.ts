import type { EpochNames, NewEpoch } from '../../../src/cache/tiers/shared-tier.port.js';

interface Expiring {
  readonly expiresAtMs: number;
}
interface Generation extends Expiring {
  readonly value: string;
}
interface StoredEntry extends Expiring {
  readonly generation: string;
  readonly envelope: Buffer;
}
interface Lock extends Expiring {
  readonly owner: string;
  readonly awaited: boolean;
}
interface EpochFields extends NewEpoch {
  readonly bornMs: number;
}

/** Who has subscribed, and what is delivered to him, in the order of publication. */
export type Subscriber = (channel: string, message: string) => void;

/** All that a simulated Redis keeps. Keys are spelled like the real ones' (coherence.md, "Redis keys"). */
export class RedisServer {
  generations = new Map<string, Generation>();
  entries = new Map<string, StoredEntry>();
  locks = new Map<string, Lock>();
  pending = new Map<string, Map<string, number>>();
  members = new Map<string, number>();
  epoch: EpochFields | null = null;
  /** Good entries that a late loader has put its own over [22]. */
  destroyed = 0;
  /** `noeviction` and no memory left: whatever adds is refused. */
  full = false;
  readonly subscribers = new Map<object, Subscriber>();
  private made = 0;

  constructor(
    readonly identity: string,
    private readonly clock: { nowMs(): number },
  ) {}

  nowMs(): number {
    return this.clock.nowMs();
  }

  /** A new generation: never the same one twice [1]. */
  freshGeneration(): string {
    this.made += 1;
    return `${this.identity}.${this.made}`;
  }

  live<Value extends Expiring>(map: Map<string, Value>, key: string): Value | undefined {
    const value = map.get(key);
    if (value === undefined || value.expiresAtMs > this.nowMs()) return value;
    map.delete(key);
    return undefined;
  }

  pendingCount(key: string): number {
    const nowMs = this.nowMs();
    let count = 0;
    for (const deadlineMs of this.pending.get(key)?.values() ?? []) if (deadlineMs >= nowMs) count += 1;
    return count;
  }

  /** Whether some write is pending anywhere in the epoch in force. */
  anyPending(): boolean {
    const epochId = this.epoch?.id ?? '';
    return [...this.pending.keys()].some(
      (key) => key.startsWith(`${epochId}:`) && this.pendingCount(key) > 0,
    );
  }

  publish(channel: string, message: string): void {
    for (const deliver of this.subscribers.values()) deliver(channel, message);
  }

  setEpoch(next: NewEpoch): void {
    this.epoch = { ...next, bornMs: this.nowMs() };
  }

  quarantineMs(): number {
    const { epoch } = this;
    return epoch === null ? 0 : Math.max(0, epoch.quarantineMs - (this.nowMs() - epoch.bornMs));
  }

  /** Keys that Redis may evict: those with a TTL. Never pending writes [2], members, or the epoch. */
  evictable(): (() => void)[] {
    const evictions: (() => void)[] = [];
    for (const map of [this.generations, this.entries, this.locks])
      for (const key of map.keys()) evictions.push(() => map.delete(key));
    return evictions;
  }

  /** What a replica holds at this moment. */
  copyTo(other: RedisServer): RedisServer {
    other.generations = new Map(this.generations);
    other.entries = new Map(this.entries);
    other.locks = new Map(this.locks);
    other.pending = new Map([...this.pending].map(([key, writes]) => [key, new Map(writes)]));
    other.members = new Map(this.members);
    other.epoch = this.epoch;
    return other;
  }
}

export const generationKey = (epoch: EpochNames, scope: string): string => `${epoch.id}:g:{${scope}}`;
export const pendingKey = (epoch: EpochNames, scope: string): string => `${epoch.id}:p:{${scope}}`;
export const entryKey = (epoch: EpochNames, scope: string, key: string): string =>
  `${epoch.id}:e:${epoch.clearId}:{${scope}}:${key}`;
export const lockKey = (epoch: EpochNames, scope: string, key: string): string =>
  `${epoch.id}:l:{${scope}}:${key}`;

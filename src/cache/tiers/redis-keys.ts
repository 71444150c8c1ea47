import type { Scope } from '../coherence/scope.js';
import type { EpochNames } from './shared-tier.port.js';

/** The names of everything in Redis, all under one prefix; what belongs to a scope lies in its hash slot. */
export class RedisKeys {
  readonly epoch: string;
  /** The index of pending writes by their deadlines. */
  readonly overdue: string;

  constructor(private readonly prefix: string) {
    this.epoch = this.named('epoch');
    this.overdue = this.named('pending');
  }

  named(name: string): string {
    return `${this.prefix}:${name}`;
  }

  note(epoch: EpochNames, name: string): string {
    return this.named(`${epoch.id}:note:${name}`);
  }

  /** The scope's generation and its pending writes. */
  ofScope(epoch: EpochNames, scope: Scope): string[] {
    return [this.named(`${epoch.id}:g:{${scope}}`), this.named(this.pendingName(epoch, scope))];
  }

  /** How the index of deadlines names the pending writes of a scope. */
  pendingName(epoch: EpochNames, scope: Scope): string {
    return `${epoch.id}:p:{${scope}}`;
  }

  entry(epoch: EpochNames, scope: Scope, key: string): string {
    return this.named(`${epoch.id}:e:${epoch.clearId}:{${scope}}:${key}`);
  }

  lock(epoch: EpochNames, scope: Scope, key: string): string {
    return this.named(`${epoch.id}:l:{${scope}}:${key}`);
  }
}

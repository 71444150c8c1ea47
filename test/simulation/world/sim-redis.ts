import type { Scope } from '../../../src/cache/coherence/scope.js';
import {
  type BeginAnswer,
  type BeginRequest,
  type CommitRequest,
  type EpochNames,
  type EpochRecord,
  type LockRequest,
  type Look,
  type LookRequest,
  type NewEpoch,
  type OtherEpoch,
  type SharedTier,
  type StoreAnswer,
  type StoreRequest,
  TierUnavailable,
} from '../../../src/cache/tiers/shared-tier.port.js';
import type { CommandConnection } from './connection.js';
import * as steps from './redis-steps.js';

/** The shared tier over a simulated server: the commands are those of `RedisTier`, one step each. */
export class SimRedis implements SharedTier {
  constructor(
    private readonly connection: CommandConnection,
    /** The epoch lies on another node: it is read beside each step, and guards none. */
    private readonly clustered = false,
  ) {}

  look(request: LookRequest): Promise<Look | OtherEpoch> {
    return this.besideEpoch(
      request.epoch,
      this.connection.call('look', request.key, (server) => steps.look(server, request, !this.clustered)),
    );
  }

  store(request: StoreRequest): Promise<StoreAnswer | OtherEpoch> {
    return this.besideEpoch(
      request.epoch,
      this.connection.call('store', request.key, (server) => steps.store(server, request, !this.clustered)),
    );
  }

  unlock(request: LockRequest): Promise<boolean> {
    return this.connection.call('unlock', request.key, (server) => steps.unlock(server, request));
  }

  keepLock(request: LockRequest, lockMs: number): Promise<void> {
    return this.connection.call('keep-lock', request.key, (server) =>
      steps.keepLock(server, request, lockMs),
    );
  }

  async begin({ epoch, scopes, writeId, pendingMs }: BeginRequest): Promise<BeginAnswer> {
    const beginOne = (scope: Scope): Promise<BeginAnswer> =>
      this.connection.call('begin', scope, (server) =>
        steps.begin(server, epoch, scope, writeId, pendingMs, !this.clustered),
      );
    const answers = await Promise.all(scopes.map(beginOne));
    const refused =
      answers.find((answer) => answer.kind === 'full') ??
      answers.find((answer) => answer.kind === 'other-epoch');
    if (refused !== undefined) return refused;
    const ages = answers.map((answer) => (answer.kind === 'begun' ? answer.epochAgeMs : Infinity));
    return { kind: 'begun', epochAgeMs: Math.min(...ages) };
  }

  async commit({ epoch, scopes, writeId }: CommitRequest): Promise<void> {
    const commitOne = (scope: Scope): Promise<void> =>
      this.connection.call('commit', scope, (server) => steps.commit(server, epoch, scope, writeId));
    await Promise.all(scopes.map(commitOne));
  }

  readEpoch(): Promise<EpochRecord | null> {
    return this.connection.call('read-epoch', '', (server) => steps.readEpoch(server));
  }

  async renewEpoch(expectedId: string | null, next: NewEpoch): Promise<EpochRecord> {
    await this.connection.call('renew-epoch', '', (server) => steps.renewEpoch(server, expectedId, next));
    const record = await this.readEpoch();
    if (record === null) throw new TierUnavailable('the epoch vanished');
    return record;
  }

  renewClear(epochId: string, clearId: string): Promise<boolean> {
    return this.connection.call('renew-clear', '', (server) => steps.renewClear(server, epochId, clearId));
  }

  onConnection(listener: (server: string | null) => void): void {
    this.connection.onConnection(listener);
  }

  private async besideEpoch<Answer>(
    epoch: EpochNames,
    step: Promise<Answer | OtherEpoch>,
  ): Promise<Answer | OtherEpoch> {
    if (!this.clustered) return step;
    const [answer, record] = await Promise.all([step, this.readEpoch()]);
    const same = record === null || (record.id === epoch.id && record.clearId === epoch.clearId);
    return same ? answer : { kind: 'other-epoch' };
  }
}

import type { Cluster, Redis } from 'ioredis';
import { randomId } from '../../kernel/ids.js';
import { FAILOVER_LAG_MS, type ServerSettings, serverSettings } from './redis-fitness.js';
import { serverIdentity } from './redis-identity.js';
import { RedisKeys } from './redis-keys.js';
import { RedisScript } from './redis-script.js';
import * as lua from './redis-scripts.js';
import { watchServer } from './redis-server-watch.js';
import { OTHER_EPOCH, RedisSteps, text } from './redis-steps.js';
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
} from './shared-tier.port.js';

/** A generation outlives every entry: kept so long, in ms, beyond the lifetime of the entry last stored. */
const GENERATION_TTL_MS = 3_600_000;
/**
 * Of one that a mere look made: longer than a load takes, and no more, or whoever asks for what does not exist fills Redis.
 * Gone too early it costs a refused store; an accepted one makes it outlive the entry.
 */
const NOTED_GENERATION_TTL_MS = 60_000;
/** A note nobody renews is of no use any more. */
const NOTE_TTL_MS = 7 * 24 * 3_600_000;
/** Overdue sets of dead writers that one sweep removes. */
const SWEEP_LIMIT = 100;

const scripts = {
  look: new RedisScript(lua.LOOK),
  store: new RedisScript(lua.STORE),
  unlock: new RedisScript(lua.UNLOCK),
  keepLock: new RedisScript(lua.KEEP_LOCK),
  begin: new RedisScript(lua.BEGIN),
  commit: new RedisScript(lua.COMMIT),
  indexPending: new RedisScript(lua.INDEX_PENDING),
  overdue: new RedisScript(lua.OVERDUE),
  sweep: new RedisScript(lua.SWEEP),
  renewEpoch: new RedisScript(lua.RENEW_EPOCH),
  renewClear: new RedisScript(lua.RENEW_CLEAR),
};

/** L2 and the protocol's state in Redis, on one server, behind Sentinel, or on a cluster. */
export class RedisTier implements SharedTier {
  /** How long after a failover the old server may have gone on; 0 where there are no replicas. */
  failoverLagMs = 0;
  private readonly keys: RedisKeys;
  private readonly steps: RedisSteps;
  private lookAgain: () => void = () => undefined;

  constructor(
    private readonly client: Redis | Cluster,
    prefix: string,
    /** Looks at a server before it is used; false: it is not to be used. */
    private readonly admits: (settings: ServerSettings) => boolean = () => true,
  ) {
    this.keys = new RedisKeys(prefix);
    this.steps = new RedisSteps(client, this.keys.epoch, () => this.lookAgain());
  }

  async look(request: LookRequest): Promise<Look | OtherEpoch> {
    const { epoch, scope, key } = request;
    const keys = [
      ...this.keys.ofScope(epoch, scope),
      this.keys.entry(epoch, scope, key),
      this.keys.lock(epoch, scope, key),
    ];
    const answer = await this.steps.underEpoch(epoch, scripts.look, keys, [
      epoch.id,
      epoch.clearId,
      request.freshGeneration,
      NOTED_GENERATION_TTL_MS,
      request.wantEntry ? 1 : 0,
      request.lockToken ?? '',
      request.lockMs,
    ]);
    if (answer === null) return OTHER_EPOCH;
    const { reply, quarantineMs } = answer;
    const envelope = reply[4];
    return {
      kind: 'look',
      generation: text(reply[1]),
      pending: Number(reply[2]) > 0,
      quarantineMs: quarantineMs ?? Number(reply[3]),
      entry:
        Buffer.isBuffer(envelope) && envelope.length > 0 ? { envelope, remainingMs: Number(reply[5]) } : null,
      lock: lockState(text(reply[6])),
      lockMs: Math.max(0, Number(reply[7])),
    };
  }

  async store(request: StoreRequest): Promise<StoreAnswer | OtherEpoch> {
    const { epoch, scope, key, generation, envelope } = request;
    const keys = [
      ...this.keys.ofScope(epoch, scope),
      this.keys.entry(epoch, scope, key),
      this.keys.lock(epoch, scope, key),
    ];
    const value = envelope === null ? '' : Buffer.concat([Buffer.from(generation), envelope]);
    const answer = await this.steps.underEpoch(epoch, scripts.store, keys, [
      epoch.id,
      epoch.clearId,
      generation,
      request.ttlMs + GENERATION_TTL_MS,
      request.ttlMs,
      value,
      request.lockToken ?? '',
    ]);
    if (answer === null) return OTHER_EPOCH;
    const { reply } = answer;
    return { kind: 'store', accepted: Number(reply[1]) === 1, awaited: Number(reply[2]) === 1 };
  }

  async unlock({ epoch, scope, key, lockToken }: LockRequest): Promise<boolean> {
    return (
      Number(await this.steps.run(scripts.unlock, [this.keys.lock(epoch, scope, key)], [lockToken])) === 1
    );
  }

  async keepLock({ epoch, scope, key, lockToken }: LockRequest, lockMs: number): Promise<void> {
    await this.steps.run(scripts.keepLock, [this.keys.lock(epoch, scope, key)], [lockToken, lockMs]);
  }

  async begin(request: BeginRequest): Promise<BeginAnswer> {
    const { epoch, writeId } = request;
    const pendingMs = Math.ceil(request.pendingMs);
    const steps = request.scopes.flatMap((scope) => [
      this.steps.step(scripts.begin, this.keys.ofScope(epoch, scope), [
        epoch.id,
        '',
        randomId(),
        GENERATION_TTL_MS,
        writeId,
        pendingMs,
      ]),
      this.steps
        .run(scripts.indexPending, [this.keys.overdue], [this.keys.pendingName(epoch, scope), pendingMs])
        .then(
          () => null,
          () => null, // the index only helps to tidy up
        ),
    ]);
    const replies = (await Promise.all(steps)).filter((reply) => reply !== null);
    const kinds = replies.map((reply) => text(reply[0]));
    if (kinds.includes('full')) return { kind: 'full' };
    if (kinds.includes(OTHER_EPOCH.kind)) return OTHER_EPOCH;
    return { kind: 'begun', epochAgeMs: Math.min(...replies.map((reply) => Number(reply[1]))) };
  }

  async commit({ epoch, scopes, writeId }: CommitRequest): Promise<void> {
    await Promise.all(
      scopes.map(async (scope) => {
        const args = [randomId(), GENERATION_TTL_MS, writeId];
        const left = await this.steps.run(scripts.commit, this.keys.ofScope(epoch, scope), args);
        if (Number(left) > 0) return;
        await this.client.zrem(this.keys.overdue, this.keys.pendingName(epoch, scope)).catch(() => 0); // the sweep does it
      }),
    );
  }

  readEpoch(): Promise<EpochRecord | null> {
    return this.steps.readEpoch();
  }

  async renewEpoch(expectedId: string | null, next: NewEpoch): Promise<EpochRecord> {
    const args = [
      expectedId ?? '',
      next.id,
      next.clearId,
      next.dataServer,
      next.busServer,
      next.quarantineMs,
    ];
    await this.steps.run(scripts.renewEpoch, [this.keys.epoch], args);
    const record = await this.readEpoch();
    if (record === null) throw new TierUnavailable('the epoch vanished');
    return record;
  }

  async renewClear(epochId: string, clearId: string): Promise<boolean> {
    return Number(await this.steps.run(scripts.renewClear, [this.keys.epoch], [epochId, clearId])) === 1;
  }

  /** Removes what dead writers left behind in the sets of pending writes; bounded, by the index of deadlines. */
  async sweep(): Promise<number> {
    const overdue = await this.steps.run(scripts.overdue, [this.keys.overdue], [SWEEP_LIMIT]);
    const names = Array.isArray(overdue) ? overdue.map(text) : [];
    for (const name of names) {
      await this.steps.run(scripts.sweep, [this.keys.named(name)], []);
      await this.client.zrem(this.keys.overdue, name);
    }
    return names.length;
  }

  /** Keeps a text under the epoch, for whoever starts later; it may be evicted. */
  async keepNote(epoch: EpochNames, name: string, note: string): Promise<void> {
    await this.client.set(this.keys.note(epoch, name), note, 'PX', NOTE_TTL_MS);
  }

  async readNote(epoch: EpochNames, name: string): Promise<string | null> {
    return this.client.get(this.keys.note(epoch, name));
  }

  onConnection(listener: (server: string | null) => void): void {
    this.lookAgain = watchServer(
      this.client,
      () => this.inspect(),
      (server) => {
        this.steps.servers = server; // not before the listener hears of it: its epoch may be the one before
        listener(server);
      },
    );
  }

  /** Who the server is; null where its settings forbid its use. */
  private async inspect(): Promise<string | null> {
    const [server, settings] = await Promise.all([serverIdentity(this.client), serverSettings(this.client)]);
    this.failoverLagMs = settings.replicas > 0 ? FAILOVER_LAG_MS : 0;
    return this.admits(settings) ? server : null;
  }
}

function lockState(word: string): Look['lock'] {
  return word === 'led' || word === 'followed' ? word : 'none';
}

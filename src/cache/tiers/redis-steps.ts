import { Cluster, type Redis } from 'ioredis';
import { type RedisArgument, RedisScript } from './redis-script.js';
import { READ_EPOCH } from './redis-scripts.js';
import { type EpochNames, type EpochRecord, type OtherEpoch, TierUnavailable } from './shared-tier.port.js';

const readEpoch = new RedisScript(READ_EPOCH);

export const OTHER_EPOCH: OtherEpoch = { kind: 'other-epoch' };

/** What a step replied under the epoch that it was asked under. */
export interface StepAnswer {
  readonly reply: readonly unknown[];
  /** What is left of the quarantine where the epoch was read beside the step; null: the reply tells. */
  readonly quarantineMs: number | null;
}

/** Runs scripts, and refuses those that belong to another epoch than the one in force: on one server, or on a cluster. */
export class RedisSteps {
  /** On a cluster: the masters that the listener was last told of; null before. */
  servers: string | null = null;
  private readonly clustered: boolean;

  /** @param lookAgain called where the masters are not those that were expected */
  constructor(
    private readonly client: Redis | Cluster,
    private readonly epochKey: string,
    private readonly lookAgain: () => void,
  ) {
    this.clustered = client instanceof Cluster;
  }

  async readEpoch(): Promise<EpochRecord | null> {
    const record = await this.epochRecord([]);
    return record === null || isOtherEpoch(record) ? null : record;
  }

  /** A step that is refused under another epoch. */
  async step(
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<readonly unknown[]> {
    if (!this.clustered) return this.list(script, [...keys, this.epochKey], args);
    const reply = await this.list(script, keys, [...args, this.servers ?? '']);
    if (text(reply[0]) === OTHER_EPOCH.kind) this.lookAgain();
    return reply;
  }

  /**
   * The step's answer, null where another epoch is in force. On a cluster the epoch lies elsewhere: it is read beside the
   * step, after the read began [15], and tells what is left of the quarantine.
   */
  async underEpoch(
    epoch: EpochNames,
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<StepAnswer | null> {
    const step = this.step(script, keys, args);
    const beside = this.clustered ? this.epochRecord([this.servers ?? '']) : undefined;
    const [reply, record] = await Promise.all([step, beside]);
    if (text(reply[0]) === OTHER_EPOCH.kind) return null;
    if (record === undefined) return { reply, quarantineMs: null };
    if (record === null || isOtherEpoch(record)) {
      this.lookAgain();
      return null;
    }
    const same = record.id === epoch.id && record.clearId === epoch.clearId;
    return same ? { reply, quarantineMs: record.quarantineMs } : null;
  }

  /** A script that belongs to no epoch, or names it itself. */
  async run(script: RedisScript, keys: readonly string[], args: readonly RedisArgument[]): Promise<unknown> {
    try {
      return await script.run(this.client, keys, args);
    } catch (error) {
      throw new TierUnavailable('Redis did not answer as it should', error);
    }
  }

  private async list(
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<readonly unknown[]> {
    const reply = await this.run(script, keys, args);
    if (!Array.isArray(reply)) throw new TierUnavailable('an unexpected reply');
    return reply;
  }

  private async epochRecord(identity: readonly string[]): Promise<EpochRecord | OtherEpoch | null> {
    const reply = await this.run(readEpoch, [this.epochKey], identity);
    if (!Array.isArray(reply)) return null;
    const [id, clearId, dataServer, busServer] = reply.slice(0, 4).map(text);
    if (id === OTHER_EPOCH.kind) return OTHER_EPOCH;
    if (id === undefined || clearId === undefined || dataServer === undefined || busServer === undefined)
      return null;
    return { id, clearId, dataServer, busServer, ageMs: Number(reply[4]), quarantineMs: Number(reply[5]) };
  }
}

/** A word of a reply. */
export function text(reply: unknown): string {
  return Buffer.isBuffer(reply) ? reply.toString() : String(reply);
}

function isOtherEpoch(record: EpochRecord | OtherEpoch): record is OtherEpoch {
  return 'kind' in record;
}

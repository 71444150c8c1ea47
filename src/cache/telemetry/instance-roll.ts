import type { Cluster, Redis } from 'ioredis';
import { RedisScript } from '../tiers/redis-script.js';
import { decodeStatus, decodeWrite, type InstanceStatus } from './instance-status.js';
import type { JournalledWrite } from './write-journal.js';

/** An instance as the others see it. */
export interface HeardInstance {
  readonly status: InstanceStatus;
  /** How long ago it told this, in ms, by Redis's own clock: no two machines' clocks are compared. */
  readonly silentMs: number;
}

/** What an instance learns when it tells of itself. */
export interface RollCall {
  readonly instances: readonly HeardInstance[];
  /** Writes of all instances after `cursor`, the oldest first. */
  readonly writes: readonly { readonly instanceId: string; readonly write: JournalledWrite }[];
  /** Where to go on. */
  readonly cursor: string;
}

/** An instance that has been silent for so long is not spoken of any more, in ms. */
const FORGET_MS = 60_000;
/** The whole roll ends, in ms, when nobody tells anything. */
const ROLL_TTL_MS = 120_000;
/** So many writes are kept for all to read. */
const KEPT_WRITES = 200;
/** So many of them at most are told or heard in one call: a flood of writes is no flood here. */
const WRITES_PER_CALL = 25;

/** One call: tell of oneself, hear of the others. Both keys share a slot. */
const CALL = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now) .. '|' .. ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
for i = 6, #ARGV do
  redis.call('XADD', KEYS[2], 'MAXLEN', '${KEPT_WRITES}', '*', 'i', ARGV[1], 'w', ARGV[i])
end
redis.call('PEXPIRE', KEYS[2], ARGV[3])
local told = {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at, status = string.match(all[i + 1], '^(%d+)|(.*)$')
  local silent = at and (now - tonumber(at)) or ${FORGET_MS + 1}
  if silent > ${FORGET_MS} then redis.call('HDEL', KEYS[1], all[i])
  else told[#told + 1] = string.format('%.0f', math.max(0, silent)) told[#told + 1] = status end
end
local writes
if ARGV[4] == '' then writes = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', ARGV[5])
else writes = redis.call('XRANGE', KEYS[2], '(' .. ARGV[4], '+', 'COUNT', ARGV[5]) end
return { told, writes }
`;

const script = new RedisScript(CALL);

/** Who is there, and how they are: a small status of each instance in Redis, beside the cache and no part of it. */
export class InstanceRoll {
  private readonly roll: string;
  private readonly writes: string;

  constructor(
    private readonly client: Redis | Cluster,
    prefix: string,
  ) {
    this.roll = `${prefix}:{instances}:roll`; // one hash tag: on a cluster both lie in one slot
    this.writes = `${prefix}:{instances}:writes`;
  }

  /**
   * @param cursor of the last call; empty for the first
   * @throws where Redis does not answer
   */
  async call(own: InstanceStatus, writes: readonly JournalledWrite[], cursor: string): Promise<RollCall> {
    const told = writes.slice(-WRITES_PER_CALL).map((write) => JSON.stringify(write));
    const args = [own.instance_id, JSON.stringify(own), ROLL_TTL_MS, cursor, WRITES_PER_CALL, ...told];
    const reply = await script.run(this.client, [this.roll, this.writes], args);
    const [statuses, entries] = Array.isArray(reply) ? reply : [];
    const heard = writesOf(entries);
    if (cursor === '') heard.reverse(); // the first call asks for the newest, from the end
    return {
      instances: instancesOf(statuses),
      writes: heard.flatMap(({ instanceId, write }) => (write === null ? [] : [{ instanceId, write }])),
      cursor: heard.at(-1)?.id ?? cursor,
    };
  }

  /** An instance that stops in order is not silent: it is gone. */
  async leave(instanceId: string): Promise<void> {
    await this.client.hdel(this.roll, instanceId);
  }
}

function instancesOf(reply: unknown): HeardInstance[] {
  const flat = Array.isArray(reply) ? reply.map(String) : [];
  const instances: HeardInstance[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const status = decodeStatus(flat[i + 1] ?? '');
    if (status !== null) instances.push({ status, silentMs: Number(flat[i]) });
  }
  return instances;
}

interface HeardWrite {
  readonly id: string;
  readonly instanceId: string;
  readonly write: JournalledWrite | null;
}

/** A stream's entries: [id, [field, value, …]]. */
function writesOf(reply: unknown): HeardWrite[] {
  if (!Array.isArray(reply)) return [];
  return reply.flatMap((entry: unknown) => {
    if (!Array.isArray(entry) || !Array.isArray(entry[1])) return [];
    const fields = entry[1].map(String);
    return [{ id: String(entry[0]), instanceId: fields[1] ?? '', write: decodeWrite(fields[3] ?? '') }];
  });
}

/**
 * The protocol's steps as Redis runs them. Keys of one scope share a hash slot. The epoch's key comes last: on one server
 * it is given, and the step is refused under another epoch; on a cluster it lies in another slot, is not given, and the
 * caller reads the epoch beside the step. Whatever would add is called protected: a full Redis refuses it.
 *
 * On a cluster the last argument of such a step is the identity of the cluster (the run ids of its masters): a node that has
 * taken over from one of them may have brought back what a write had made stale, and refuses as if the epoch were another.
 */

const FOREIGN = `string.find(ARGV[#ARGV], string.match(redis.call('INFO', 'server'), 'run_id:(%w+)'), 1, true) == nil`;

const NOW = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`;

/** Refuses under another epoch; sets `quarantine` and `age` (ms; 0 on a cluster). */
const epochGuard = (position: number): string => `
${NOW}
local quarantine = 0
local age = 0
if KEYS[${position}] then
  local epoch = redis.call('HMGET', KEYS[${position}], 'id', 'clear', 'born', 'quarantine')
  if epoch[1] ~= ARGV[1] or (ARGV[2] ~= '' and epoch[2] ~= ARGV[2]) then return {'other-epoch'} end
  age = now - epoch[3]
  quarantine = math.max(0, epoch[4] - age)
elseif ${FOREIGN} then
  return {'other-epoch'}
end
`;

/**
 * KEYS g p e lock [epoch]; ARGV epochId clearId freshGeneration generationTtlMs wantEntry lockToken lockMs.
 * An entry's value begins with its generation: another one's is not even sent. Gives
 * `look generation pending quarantineMs envelope|'' remainingMs lock lockMs`.
 */
export const LOOK = `
${epochGuard(5)}
local pending = redis.call('ZCOUNT', KEYS[2], now, '+inf')
local generation = redis.call('GET', KEYS[1])
if not generation then
  local made = redis.pcall('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
  if type(made) == 'table' and made.err then pending = 1 end
  generation = ARGV[3]
elseif ARGV[5] == '1' then
  local value = redis.call('GET', KEYS[3])
  if value and string.sub(value, 1, #generation) == generation then
    return {'look', generation, pending, quarantine, string.sub(value, #generation + 1), redis.call('PTTL', KEYS[3]), 'none', 0}
  end
end
if ARGV[6] == '' or pending > 0 or quarantine > 0 then
  return {'look', generation, pending, quarantine, '', 0, 'none', 0}
end
local led = redis.pcall('HSETNX', KEYS[4], 'owner', ARGV[6])
if type(led) == 'table' then return {'look', generation, pending, quarantine, '', 0, 'none', 0} end
if led == 1 or redis.call('HGET', KEYS[4], 'owner') == ARGV[6] then
  redis.call('PEXPIRE', KEYS[4], ARGV[7])
  return {'look', generation, pending, quarantine, '', 0, 'led', 0}
end
redis.pcall('HSET', KEYS[4], 'awaited', 1)
return {'look', generation, pending, quarantine, '', 0, 'followed', redis.call('PTTL', KEYS[4])}
`;

/** Gives the lock back if it is the owner's; leaves in `awaited` whether others wait. */
const giveLockBack = (key: number, token: string): string => `
local awaited = 0
if ${token} ~= '' and redis.call('HGET', KEYS[${key}], 'owner') == ${token} then
  if redis.call('HGET', KEYS[${key}], 'awaited') then awaited = 1 end
  redis.call('DEL', KEYS[${key}])
end
`;

/**
 * KEYS g p e lock [epoch]; ARGV epochId clearId generation generationTtlMs ttlMs value|'' lockToken. Stores only under the
 * noted generation [22], with nothing pending [20] and no quarantine [16]. Gives `store accepted awaited`.
 */
export const STORE = `
${giveLockBack(4, 'ARGV[7]')}
${epochGuard(5)}
if quarantine > 0 or redis.call('GET', KEYS[1]) ~= ARGV[3] or redis.call('ZCOUNT', KEYS[2], now, '+inf') > 0 then
  return {'store', 0, awaited}
end
if ARGV[6] ~= '' then
  local done = redis.pcall('SET', KEYS[3], ARGV[6], 'PX', ARGV[5])
  if type(done) == 'table' and done.err then return {'store', 0, awaited} end
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return {'store', 1, awaited}
`;

/** KEYS lock; ARGV token. Gives whether others wait. */
export const UNLOCK = `
${giveLockBack(1, 'ARGV[1]')}
return awaited
`;

/** KEYS lock; ARGV token lockMs. */
export const KEEP_LOCK = `
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
`;

/**
 * KEYS g p [epoch]; ARGV epochId clearId('') freshGeneration generationTtlMs writeId pendingMs. A new generation [23] and
 * the write in the set of pending ones [24], without a TTL [2]. A full Redis: the generation goes. Gives `begun ageMs deadline`.
 */
export const BEGIN = `
${epochGuard(3)}
local deadline = now + ARGV[6]
local added = redis.pcall('ZADD', KEYS[2], deadline, ARGV[5])
local made = redis.pcall('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
if (type(added) == 'table' and added.err) or (type(made) == 'table' and made.err) then
  redis.call('DEL', KEYS[1])
  return {'full'}
end
return {'begun', age, deadline}
`;

/** KEYS g p; ARGV freshGeneration generationTtlMs writeId. Removes this write only [24]; drops what is past its deadline. */
export const COMMIT = `
${NOW}
redis.call('ZREM', KEYS[2], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', '(' .. now)
local made = redis.pcall('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if type(made) == 'table' and made.err then redis.call('DEL', KEYS[1]) end
return redis.call('ZCARD', KEYS[2])
`;

/** KEYS index; ARGV name pendingMs. Remembers until when a set of pending writes may have members. */
export const INDEX_PENDING = `
${NOW}
return redis.call('ZADD', KEYS[1], 'GT', now + ARGV[2], ARGV[1])
`;

/** KEYS index; ARGV limit. The sets whose deadlines have all passed. */
export const OVERDUE = `
${NOW}
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. now, 'LIMIT', 0, ARGV[1])
`;

/** KEYS p. Drops what is past its deadline; gives how many are left. */
export const SWEEP = `
${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. now)
return redis.call('ZCARD', KEYS[1])
`;

/**
 * KEYS epoch; on a cluster ARGV the identity of the cluster: then a node that is not one of its masters gives nothing
 * but `other-epoch`. Gives `id clear data bus ageMs quarantineMs`, or nothing.
 */
export const READ_EPOCH = `
if ARGV[1] and ${FOREIGN} then return {'other-epoch'} end
${NOW}
local epoch = redis.call('HMGET', KEYS[1], 'id', 'clear', 'data', 'bus', 'born', 'quarantine')
if not epoch[1] then return false end
local age = now - epoch[5]
return {epoch[1], epoch[2], epoch[3], epoch[4], age, math.max(0, epoch[6] - age)}
`;

/** KEYS epoch; ARGV expectedId|'' id clear data bus quarantineMs. Compare and set. */
export const RENEW_EPOCH = `
${NOW}
local current = redis.call('HGET', KEYS[1], 'id') or ''
if current == ARGV[1] then
  redis.call('HSET', KEYS[1], 'id', ARGV[2], 'clear', ARGV[3], 'data', ARGV[4], 'bus', ARGV[5], 'born', now, 'quarantine', ARGV[6])
end
return 1
`;

/** KEYS epoch; ARGV id clear. */
export const RENEW_CLEAR = `
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'clear', ARGV[2])
return 1
`;

/**
 * KEYS channel; ARGV message command. The command is `PUBLISH`, or on a cluster `SPUBLISH`: then all that is published
 * passes through the node of the bus's slot alone, in one order, and no link between nodes can lose part of it.
 */
export const PUBLISH = `
return redis.call(ARGV[2], KEYS[1], ARGV[1])
`;

/** KEYS members channel; ARGV message command. Publish, then look at the members [8]: `runId id remainingMs …`. */
export const ANNOUNCE = `
redis.call(ARGV[2], KEYS[2], ARGV[1])
${NOW}
local members = redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf', 'WITHSCORES')
for i = 2, #members, 2 do members[i] = members[i] - now end
table.insert(members, 1, (string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')))
return members
`;

/** KEYS members channel; ARGV message command memberId membershipMs. The membership first, in one step [28]. */
export const HEARTBEAT = `
${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. (now - 60000))
redis.call('ZADD', KEYS[1], now + ARGV[4], ARGV[3])
redis.call(ARGV[2], KEYS[2], ARGV[1])
return 1
`;

/** KEYS any. Gives INFO of the server that owns its slot. */
export const OWNER_INFO = `
return redis.call('INFO', 'server')
`;

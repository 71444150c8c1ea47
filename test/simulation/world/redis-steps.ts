import type {
  BeginAnswer,
  EpochNames,
  EpochRecord,
  LockRequest,
  Look,
  LookRequest,
  NewEpoch,
  OtherEpoch,
  StoreAnswer,
  StoreRequest,
} from '../../../src/cache/tiers/shared-tier.port.js';
import type { Member } from '../../../src/cache/coherence/bus.port.js';
import { entryKey, generationKey, lockKey, pendingKey, type RedisServer } from './redis-server.js';

/**
 * What the Lua scripts do (`src/cache/tiers/redis-scripts.ts`), each in one step of the simulated server. The contract
 * suite of the port holds the two together.
 */

const OTHER_EPOCH: OtherEpoch = { kind: 'other-epoch' };
const GENERATION_TTL_MS = 3_600_000;

export function look(server: RedisServer, request: LookRequest, guarded = true): Look | OtherEpoch {
  const { epoch, scope, key } = request;
  if (guarded && isOther(server, epoch, true)) return OTHER_EPOCH;
  const nowMs = server.nowMs();
  const quarantineMs = server.quarantineMs();
  let pending = server.pendingCount(pendingKey(epoch, scope)) > 0;
  const generations = generationKey(epoch, scope);
  let generation = server.live(server.generations, generations)?.value;
  if (generation === undefined) {
    generation = request.freshGeneration;
    if (server.full) pending = true;
    else server.generations.set(generations, { value: generation, expiresAtMs: nowMs + GENERATION_TTL_MS });
  } else if (request.wantEntry) {
    const stored = server.live(server.entries, entryKey(epoch, scope, key));
    if (stored !== undefined && stored.generation === generation) {
      const entry = { envelope: stored.envelope, remainingMs: stored.expiresAtMs - nowMs };
      return { kind: 'look', generation, pending, quarantineMs, entry, lock: 'none', lockMs: 0 };
    }
  }
  const noted = { kind: 'look', generation, pending, quarantineMs, entry: null } as const;
  if (request.lockToken === null || pending || quarantineMs > 0) return { ...noted, lock: 'none', lockMs: 0 };
  return { ...noted, ...takeLock(server, request, request.lockToken) };
}

function takeLock(
  server: RedisServer,
  { epoch, scope, key, lockMs }: LookRequest,
  token: string,
): Pick<Look, 'lock' | 'lockMs'> {
  const name = lockKey(epoch, scope, key);
  const held = server.live(server.locks, name);
  if (held === undefined && server.full) return { lock: 'none', lockMs: 0 };
  const nowMs = server.nowMs();
  if (held === undefined || held.owner === token) {
    const awaited = held?.awaited ?? false;
    server.locks.set(name, { owner: token, awaited, expiresAtMs: nowMs + lockMs });
    return { lock: 'led', lockMs: 0 };
  }
  server.locks.set(name, { ...held, awaited: true });
  return { lock: 'followed', lockMs: held.expiresAtMs - nowMs };
}

/** Gives the lock back if it is the owner's; whether others wait. */
export function unlock(server: RedisServer, { epoch, scope, key, lockToken }: LockRequest): boolean {
  const name = lockKey(epoch, scope, key);
  const held = server.live(server.locks, name);
  if (held?.owner !== lockToken) return false;
  server.locks.delete(name);
  return held.awaited;
}

export function keepLock(server: RedisServer, request: LockRequest, lockMs: number): void {
  const name = lockKey(request.epoch, request.scope, request.key);
  const held = server.live(server.locks, name);
  if (held?.owner === request.lockToken)
    server.locks.set(name, { ...held, expiresAtMs: server.nowMs() + lockMs });
}

export function store(server: RedisServer, request: StoreRequest, guarded = true): StoreAnswer | OtherEpoch {
  const { epoch, scope, key, generation, envelope, ttlMs, lockToken } = request;
  const awaited = lockToken !== null && unlock(server, { epoch, scope, key, lockToken });
  if (guarded && isOther(server, epoch, true)) return OTHER_EPOCH;
  const refused: StoreAnswer = { kind: 'store', accepted: false, awaited };
  const generations = generationKey(epoch, scope);
  const current = server.live(server.generations, generations);
  if (server.quarantineMs() > 0) return refused;
  if (current === undefined || current.value !== generation) return refused;
  if (server.pendingCount(pendingKey(epoch, scope)) > 0) return refused;
  const nowMs = server.nowMs();
  if (envelope !== null) {
    if (server.full) return refused;
    const name = entryKey(epoch, scope, key);
    if (generation !== current.value && server.live(server.entries, name)?.generation === current.value)
      server.destroyed += 1;
    server.entries.set(name, { generation, envelope, expiresAtMs: nowMs + ttlMs });
  }
  server.generations.set(generations, {
    value: current.value,
    expiresAtMs: Math.max(current.expiresAtMs, nowMs + ttlMs + GENERATION_TTL_MS),
  });
  return { kind: 'store', accepted: true, awaited };
}

/** The begin of one scope; on a cluster the epoch lies elsewhere, and nothing guards it. */
export function begin(
  server: RedisServer,
  epoch: EpochNames,
  scope: string,
  writeId: string,
  pendingMs: number,
  guarded = true,
): BeginAnswer {
  if (guarded && isOther(server, epoch, false)) return OTHER_EPOCH;
  const generations = generationKey(epoch, scope);
  if (server.full) {
    server.generations.delete(generations);
    return { kind: 'full' };
  }
  const nowMs = server.nowMs();
  const name = pendingKey(epoch, scope);
  let writes = server.pending.get(name);
  if (writes === undefined) server.pending.set(name, (writes = new Map()));
  writes.set(writeId, nowMs + Math.ceil(pendingMs));
  renewGeneration(server, generations);
  return { kind: 'begun', epochAgeMs: nowMs - (server.epoch?.bornMs ?? nowMs) };
}

/** The commit of one scope. */
export function commit(server: RedisServer, epoch: EpochNames, scope: string, writeId: string): void {
  const name = pendingKey(epoch, scope);
  const writes = server.pending.get(name);
  writes?.delete(writeId);
  if (writes?.size === 0) server.pending.delete(name);
  const generations = generationKey(epoch, scope);
  if (server.full) server.generations.delete(generations);
  else renewGeneration(server, generations);
}

function renewGeneration(server: RedisServer, name: string): void {
  const value = server.freshGeneration();
  server.generations.set(name, { value, expiresAtMs: server.nowMs() + GENERATION_TTL_MS });
}

export function readEpoch(server: RedisServer): EpochRecord | null {
  const { epoch } = server;
  if (epoch === null) return null;
  const { id, clearId, dataServer, busServer } = epoch;
  const ageMs = server.nowMs() - epoch.bornMs;
  return { id, clearId, dataServer, busServer, ageMs, quarantineMs: server.quarantineMs() };
}

export function renewEpoch(server: RedisServer, expectedId: string | null, next: NewEpoch): void {
  if ((server.epoch?.id ?? null) === expectedId) server.setEpoch(next);
}

export function renewClear(server: RedisServer, epochId: string, clearId: string): boolean {
  const { epoch } = server;
  if (epoch === null || epoch.id !== epochId) return false;
  server.epoch = { ...epoch, clearId };
  return true;
}

export function members(server: RedisServer): readonly Member[] {
  const nowMs = server.nowMs();
  return [...server.members]
    .filter(([, expiresAtMs]) => expiresAtMs >= nowMs)
    .map(([id, expiresAtMs]) => ({ id, remainingMs: expiresAtMs - nowMs }));
}

export function isOther(server: RedisServer, epoch: EpochNames, withClear: boolean): boolean {
  if (server.epoch?.id !== epoch.id) return true;
  return withClear && server.epoch.clearId !== epoch.clearId;
}

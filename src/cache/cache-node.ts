import type { Clock } from '../kernel/clock.js';
import { Attempts } from './coherence/attempts.js';
import type { Bus } from './coherence/bus.port.js';
import { BusProtocol } from './coherence/bus-protocol.js';
import type { CoherenceLog } from './coherence/coherence-log.js';
import { Clearing } from './coherence/clearing.js';
import { EpochKeeper } from './coherence/epoch-keeper.js';
import { Lease } from './coherence/lease.js';
import { LoadWaiters } from './coherence/load-waiters.js';
import { LocalState } from './coherence/local-state.js';
import { Writes } from './coherence/writes.js';
import type { CacheOptions } from './cache.options.js';
import { MemoryReads } from './memory-reads.js';
import { ResponseCache } from './response-cache.js';
import type { MemoryTier } from './tiers/memory-tier.port.js';
import { SharedReader } from './tiers/shared-reader.js';
import type { SharedTier } from './tiers/shared-tier.port.js';
import { TierGuard } from './tiers/tier-guard.js';

/** What a process shares with the others. */
export interface NodePorts {
  readonly shared: SharedTier;
  readonly bus: Bus;
}

export type NodeOptions = Omit<CacheOptions, 'logger' | 'redis' | 'prefix' | 'debugHeaders'>;

/** The parts of one process's cache, put together: by the module over Redis, by the simulation over simulated ports. */
export interface CacheNode {
  readonly reads: ResponseCache;
  readonly memoryReads: MemoryReads;
  readonly writes: Writes;
  readonly clearing: Clearing;
  readonly local: LocalState;
  readonly cluster: NodeCluster | null;
}

export interface NodeCluster extends NodePorts {
  readonly epochs: EpochKeeper;
  readonly lease: Lease;
  readonly guard: TierGuard;
  readonly protocol: BusProtocol;
  readonly reader: SharedReader;
}

/** The one place that knows how the parts of the protocol fit together. */
export function assembleNode(
  options: NodeOptions,
  memory: MemoryTier,
  ports: NodePorts | null,
  clock: Clock,
  log: CoherenceLog,
): CacheNode {
  const local = new LocalState(memory, clock);
  const strict = options.consistency === 'strict';
  const memoryOptions = {
    strict,
    enabled: options.enabled && options.l1.enabled,
    isolatedL1Ms: options.isolatedL1Ms,
    staleIfErrorMs: options.staleIfErrorS * 1000,
  };
  const writeOptions = { ...options, strict };
  const readOptions = {
    enabled: options.enabled,
    strict,
    maxEntryBytes: options.maxEntryBytes,
    loadBoundMs: options.loadBoundMs,
  };
  const readsOver = (lease: Lease | null, reader: SharedReader | null) => {
    const memoryReads = new MemoryReads(local, lease, clock, memoryOptions);
    return { memoryReads, reads: new ResponseCache(local, memoryReads, reader, clock, readOptions) };
  };
  if (ports === null) {
    return {
      local,
      ...readsOver(null, null),
      writes: new Writes(local, null, clock, log, writeOptions),
      clearing: new Clearing(local, null, writeOptions),
      cluster: null,
    };
  }
  const { shared, bus } = ports;
  const guard = new TierGuard(clock, options.l2.budgetMs);
  const busGuard = new TierGuard(clock, options.l2.budgetMs);
  const waiters = new LoadWaiters(clock);
  const attempts = new Attempts(clock);
  const epochs = new EpochKeeper(shared, bus, local, clock, log, options);
  const lease = new Lease(bus, epochs, local, clock, log, options);
  const protocol = new BusProtocol(
    options.instanceId,
    bus,
    local,
    epochs,
    lease,
    attempts,
    waiters,
    clock,
    log,
  );
  const reader = new SharedReader(shared, bus, epochs, waiters, guard, clock, log, {
    instanceId: options.instanceId,
    entriesEnabled: options.enabled && options.l2.enabled,
    loadBoundMs: options.loadBoundMs,
  });
  const together = { shared, bus, epochs, attempts, guard, busGuard };
  return {
    local,
    ...readsOver(lease, reader),
    writes: new Writes(local, together, clock, log, writeOptions),
    clearing: new Clearing(local, together, writeOptions),
    cluster: { shared, bus, epochs, lease, guard, protocol, reader },
  };
}

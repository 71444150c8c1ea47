import { Inject, Injectable, Optional } from '@nestjs/common';
import { Draining } from '../../platform/health/index.js';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheNode } from '../cache-node.js';
import type { CacheOptions } from '../cache.options.js';
import type { InstanceStatus } from './instance-status.js';
import type { ByAnswerer } from './read-telemetry.js';

/** How this instance is, at this moment. */
@Injectable()
export class OwnStatus {
  constructor(
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
    // The union leaves no class in the metadata: without the token nothing would be injected, in silence.
    @Optional() @Inject(Draining) private readonly draining: Draining | undefined,
  ) {}

  now(readsPerSecond: ByAnswerer): InstanceStatus {
    const { cluster, local } = this.node;
    const { enabled, consistency, l1, l2 } = this.options;
    const memory = local.memory.state();
    return {
      instance_id: this.options.instanceId,
      mode: consistency,
      enabled,
      stopping: this.draining?.isDraining ?? false,
      uptime_s: Math.floor(process.uptime()),
      lease: cluster?.lease.isValid() ?? true,
      bus_delay_ms: rounded(cluster?.lease.busDelayMs ?? null),
      epoch: cluster?.epochs.current()?.id ?? null,
      quarantine_ms: Math.ceil(cluster?.epochs.quarantineMs() ?? 0),
      in_debt: cluster?.epochs.inDebt() ?? false,
      l1: {
        enabled: enabled && l1.enabled,
        entries: memory.entries,
        bytes: memory.bytes,
        max_bytes: memory.maxBytes,
        max_entries: memory.maxEntries,
      },
      l2: {
        enabled: enabled && l2.enabled && cluster !== null,
        usable: cluster !== null && cluster.epochs.usable() !== null,
        circuit: cluster?.guard.circuit() ?? null,
      },
      reads_per_second: readsPerSecond,
    };
  }
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 100) / 100;
}

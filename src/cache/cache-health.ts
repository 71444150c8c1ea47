import { Inject, Injectable, Optional } from '@nestjs/common';
import { HealthDetails } from '../platform/health/health-details.js';
import { CACHE_NODE, CACHE_OPTIONS } from './cache.tokens.js';
import type { CacheNode } from './cache-node.js';
import type { CacheOptions } from './cache.options.js';

/** The cache of this process as it stands; snake_case, for it goes out as it is. */
export type CacheState = Readonly<Record<string, unknown>>;

/** What `GET /health` tells of the cache: mode, tiers, epoch, quarantine, lease. Never decides about health. */
@Injectable()
export class CacheHealth {
  constructor(
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
    // The union leaves no class in the metadata: without the token nothing would be injected, in silence.
    @Optional() @Inject(HealthDetails) details: HealthDetails | undefined,
  ) {
    details?.register('cache', () => this.state());
  }

  state(): CacheState {
    const { cluster, local } = this.node;
    const { enabled, consistency, l1, l2 } = this.options;
    return {
      enabled,
      mode: consistency,
      instance_id: this.options.instanceId,
      l1: { enabled: enabled && l1.enabled, ...local.memory.state() },
      l2:
        cluster === null
          ? { enabled: false }
          : {
              enabled: enabled && l2.enabled,
              circuit: cluster.guard.circuit(),
              usable: cluster.epochs.usable() !== null,
            },
      epoch: cluster?.epochs.current()?.id ?? null,
      quarantine_ms: Math.ceil(cluster?.epochs.quarantineMs() ?? 0),
      in_debt: cluster?.epochs.inDebt() ?? false,
      lease: cluster?.lease.isValid() ?? true,
      damaged: { entries: cluster?.reader.damaged ?? 0, messages: cluster?.protocol.damaged ?? 0 },
      bus_delay_ms: cluster?.lease.busDelayMs ?? null,
    };
  }
}

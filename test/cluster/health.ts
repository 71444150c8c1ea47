import { eventually } from '../support/eventually.mjs';
import type { Cluster } from './cluster.js';

/** As far as the tests look at it. */
export interface CacheHealthState {
  readonly l2: { readonly circuit: string; readonly usable: boolean };
  readonly lease: boolean;
  readonly quarantine_ms: number;
  readonly in_debt: boolean;
}

/** What `GET /health` of the process tells of its cache. */
export async function cacheHealth(cluster: Cluster, index: number): Promise<CacheHealthState> {
  const { body } = await cluster.http.ask(cluster.node(index).process().url, '/health');
  const parsed = JSON.parse(body.toString()) as { details: { cache: CacheHealthState } }; // the service's own answer
  return parsed.details.cache;
}

/** Waits until every process stores what it loads: the quarantine of the first epoch is over, and all are well. */
export async function outOfQuarantine(cluster: Cluster): Promise<void> {
  for (const { index } of cluster.nodes)
    await eventually(
      async () => {
        const { l2, lease, quarantine_ms: leftMs, in_debt: inDebt } = await cacheHealth(cluster, index);
        return l2.usable && l2.circuit === 'closed' && lease && leftMs === 0 && !inDebt;
      },
      { withinMs: 60_000, everyMs: 50, what: 'the quarantine is over' },
    );
}

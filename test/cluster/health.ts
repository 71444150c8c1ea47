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

import { CACHE_NODE } from '../../src/cache/cache.tokens.js';
import type { CacheNode, NodeCluster } from '../../src/cache/cache-node.js';
import type { TestApp } from './app.js';
import { eventually } from './eventually.mjs';

const WITHIN_MS = 60_000;

/** How often the process had to do without Redis since the first look, as far as it could not be known beforehand. */
const disturbances = new WeakMap<NodeCluster, { count: number }>();

/**
 * Plays a scenario whose claim is who answers what, and which Redis must answer for that all along. Where the service had to do
 * without it meanwhile, as on a busy machine, and the scenario failed, that says nothing: it is played again once all is
 * well. A failure without a disturbance is one.
 * @param scenario repeatable
 */
export async function undisturbed<Result>(
  nodes: readonly CacheNode[],
  scenario: () => Promise<Result>,
): Promise<Result> {
  const clusters = nodes.flatMap(({ cluster }) => cluster ?? []);
  const giveUpMs = performance.now() + WITHIN_MS;
  for (;;) {
    await eventually(() => clusters.every(isWell), { withinMs: WITHIN_MS, what: 'Redis is in use' });
    const before = clusters.map(stateOf);
    try {
      return await scenario();
    } catch (error) {
      const isUndisturbed = clusters.every((cluster, place) => stateOf(cluster) === before[place]);
      if (isUndisturbed || performance.now() > giveUpMs) throw error;
    }
  }
}

/** The cache of a service that runs in this process. */
export function nodeOf({ app }: TestApp): CacheNode {
  return app.get<CacheNode>(CACHE_NODE, { strict: false });
}

function isWell({ epochs, lease, guard }: NodeCluster): boolean {
  const isUsable = epochs.usable() !== null && epochs.quarantineMs() === 0;
  return isUsable && lease.isValid() && guard.circuit() === 'closed';
}

/** Another one after each epoch, each command that Redis did not answer, and each subscription. */
function stateOf(cluster: NodeCluster): string {
  return `${watched(cluster).count} ${cluster.epochs.usable()?.id}`;
}

function watched(cluster: NodeCluster): { readonly count: number } {
  const known = disturbances.get(cluster);
  if (known !== undefined) return known;
  const seen = { count: 0 };
  disturbances.set(cluster, seen);
  cluster.bus.onSubscription(() => (seen.count += 1));
  const { guard } = cluster;
  const run = guard.run.bind(guard);
  const watchedRun: typeof guard.run = async (budget, work) => {
    try {
      return await run(budget, work);
    } catch (error) {
      seen.count += 1;
      throw error;
    }
  };
  Object.assign(guard, { run: watchedRun });
  return seen;
}

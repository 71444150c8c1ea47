import { Cluster, type Redis } from 'ioredis';

/** What of a server's settings the protocol depends on. */
export interface ServerSettings {
  /** `maxmemory-policy`. */
  readonly evictionPolicy: string;
  readonly replicas: number;
  /** `min-replicas-to-write` of a master that has replicas, 1 at most; 0: isolated, it goes on granting leases. */
  readonly minReplicas: number;
}

/** How long, in ms, an isolated primary with `min-replicas-to-write` may go on: the default `min-replicas-max-lag`. */
export const FAILOVER_LAG_MS = 10_000;

/** The settings of the server, or the weakest of a cluster's masters. */
export async function serverSettings(client: Redis | Cluster): Promise<ServerSettings> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  const all = await Promise.all(nodes.map((node) => settingsOf(node)));
  const evicting = all.find(({ evictionPolicy }) => evictionPolicy.startsWith('allkeys'));
  return {
    evictionPolicy: evicting?.evictionPolicy ?? all[0]?.evictionPolicy ?? 'unknown',
    replicas: Math.max(0, ...all.map(({ replicas }) => replicas)),
    minReplicas: Math.min(
      1,
      ...all.filter(({ replicas }) => replicas > 0).map(({ minReplicas }) => minReplicas),
    ),
  };
}

/** Sentences about settings under which a cached answer could be wrong; empty: none. */
export function unfitness(settings: ServerSettings): readonly string[] {
  const sentences: string[] = [];
  if (settings.evictionPolicy.startsWith('allkeys')) {
    sentences.push(
      `Redis evicts any key when it is full (maxmemory-policy ${settings.evictionPolicy}), pending writes too: ` +
        'set noeviction or one of the volatile policies.',
    );
  }
  if (settings.replicas > 0 && settings.minReplicas < 1) {
    sentences.push(
      'Redis has replicas, and an isolated old primary would go on granting leases: set min-replicas-to-write to 1 or more.',
    );
  }
  return sentences;
}

/** By INFO, which managed servers allow where they refuse CONFIG. */
async function settingsOf(node: Redis): Promise<ServerSettings> {
  const [memory, replication] = await Promise.all([node.info('memory'), node.info('replication')]);
  return {
    evictionPolicy: field(memory, 'maxmemory_policy') ?? 'unknown',
    replicas: Number(field(replication, 'connected_slaves') ?? 0),
    // Told only where min-replicas-to-write is set.
    minReplicas: field(replication, 'min_slaves_good_slaves') === null ? 0 : 1,
  };
}

function field(info: string, name: string): string | null {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? null;
}

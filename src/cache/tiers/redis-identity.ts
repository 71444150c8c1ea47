import { Cluster, type Redis } from 'ioredis';
import { RedisScript } from './redis-script.js';
import { OWNER_INFO } from './redis-scripts.js';

const ownerInfo = new RedisScript(OWNER_INFO);

/**
 * Who the server is: its `run_id`, which every start makes anew (a failover, a restart and a restored server all show
 * another one). A cluster is known by those of its masters; which they are is asked anew, as a client that only speaks to
 * some of them would go on naming one that was replaced.
 */
export async function serverIdentity(client: Redis | Cluster): Promise<string> {
  if (!(client instanceof Cluster)) return runId(client);
  await new Promise<void>((resolve, reject) => {
    client.refreshSlotsCache((error) => (error ? reject(error) : resolve()));
  });
  const ids = await Promise.all(client.nodes('master').map((node) => runId(node)));
  return ids.toSorted().join('+');
}

/** The identity of the one server of a cluster that owns the key's slot. */
export async function ownerIdentity(client: Cluster, key: string): Promise<string> {
  return runIdIn(String(await ownerInfo.run(client, [key], [])));
}

async function runId(client: Redis): Promise<string> {
  return runIdIn(await client.info('server'));
}

function runIdIn(info: string): string {
  const id = /^run_id:(\w+)/m.exec(info)?.[1];
  if (id === undefined) throw new Error('the server does not tell its run_id');
  return id;
}

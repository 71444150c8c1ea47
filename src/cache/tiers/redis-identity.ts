import { Cluster, type Redis } from 'ioredis';

/**
 * Who the server is: its `run_id`, which every start makes anew (a failover, a restart and a restored server all show
 * another one). A cluster is known by those of its masters.
 */
export async function serverIdentity(client: Redis | Cluster): Promise<string> {
  if (!(client instanceof Cluster)) return runId(client);
  const ids = await Promise.all(client.nodes('master').map((node) => runId(node)));
  return ids.toSorted().join('+');
}

async function runId(client: Redis): Promise<string> {
  const info = await client.info('server');
  const id = /^run_id:(\w+)/m.exec(info)?.[1];
  if (id === undefined) throw new Error('the server does not tell its run_id');
  return id;
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import type { Fault } from './fault.js';
import type { WorkerNode } from './node.js';

/** What the worker meets while it writes. */
export const workerFaults: readonly Fault[] = [
  onWorker('kill -9 of the worker', async (worker) => {
    await worker.kill();
    await worker.start();
  }),
  onWorker('SIGSTOP, SIGCONT of the worker', async (worker, { timing }) => {
    const { pid } = worker.process();
    process.kill(pid, 'SIGSTOP');
    try {
      await pause(1.5 * timing.leaseMs);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }),
  onWorker('bus of the worker frozen', async ({ links }, { timing }) => {
    await links.bus.freeze();
    await pause(1.5 * timing.leaseMs);
    await links.bus.cut();
    await links.bus.thaw();
  }),
  onWorker('MongoDB link of the worker cut', async ({ links }) => {
    await links.mongo.cut();
  }),
];

function onWorker(name: string, happen: (worker: WorkerNode, cluster: Cluster) => Promise<void>): Fault {
  return {
    name,
    group: 'worker',
    database: null,
    happen: async ({ cluster }) => {
      if (cluster.worker === null) throw new Error('there is no worker');
      await happen(cluster.worker, cluster);
    },
  };
}

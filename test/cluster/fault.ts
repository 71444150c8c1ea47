import type { Cast, Clients } from './clients.js';
import type { Cluster } from './cluster.js';
import type { History } from './history.js';
import type { ClusterNode } from './node.js';
import type { Random } from './random.js';

/** Where faults happen. */
export interface Scene {
  readonly cluster: Cluster;
  readonly cast: Cast;
  readonly clients: Clients;
  readonly history: History;
  readonly random: Random;
}

/** Something that breaks, and is whole again when it resolves. */
export interface Fault {
  readonly name: string;
  /** Two faults of one group are not mixed: they would undo each other. */
  readonly group: 'commands' | 'bus' | 'process' | 'redis' | 'database' | 'entry' | 'worker';
  /** Whom it keeps from MongoDB: their reads may fail meanwhile. */
  readonly database: 'victim' | 'all' | null;
  happen(scene: Scene, victim: ClusterNode): Promise<void>;
}

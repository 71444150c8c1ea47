import {
  type ServiceProcess,
  startProcess,
  startWorker,
  type WorkerProcess,
} from '../support/service-process.js';
import type { Link } from './links.js';

/** The connections of one process. */
export interface NodeLinks {
  readonly commands: Link;
  readonly bus: Link;
  readonly mongo: Link;
}

const LAST_LINES = 30;

type Launch<Process> = (environment: Record<string, string>) => Promise<Process>;

/** One process of the cluster, through all its lives. */
export class KeptNode<Process extends WorkerProcess> {
  private readonly environment: Readonly<Record<string, string>>;
  private service: Process | null = null;
  /** What the process had last said each time that it ended without having been killed. */
  readonly deaths: string[] = [];
  private lives = 0;
  private dying = false;

  constructor(
    readonly index: number,
    readonly links: NodeLinks,
    private readonly launch: Launch<Process>,
    environment: Readonly<Record<string, string>>,
  ) {
    this.environment = {
      REDIS_URL: `redis://127.0.0.1:${links.commands.port}`,
      REDIS_BUS_URL: `redis://127.0.0.1:${links.bus.port}`,
      INSTANCE_ID: `p${index}`,
      ...environment,
    };
  }

  /** What it runs with, for a process like it. */
  variables(): Readonly<Record<string, string>> {
    return this.environment;
  }

  /** The present life. */
  process(): Process {
    if (this.service === null) throw new Error(`process ${this.index} was never started`);
    return this.service;
  }

  /** Counts the lives: an answer of an earlier one says nothing of this one. */
  life(): number {
    return this.lives;
  }

  /** Told to end, or ended. */
  isDying(): boolean {
    return this.dying;
  }

  async kill(): Promise<void> {
    this.dying = true;
    if (this.service?.isRunning() === true) await this.service.stop('SIGKILL');
  }

  private watch({ exited, logs }: Process): void {
    void exited.then((code) => {
      if (!this.dying)
        this.deaths.push(`p${this.index} ended with ${code}:\n${logs.slice(-LAST_LINES).join('\n')}`);
    });
  }

  /** A new life. */
  async start(): Promise<void> {
    this.service = await this.launch({ ...this.environment });
    this.lives += 1;
    this.dying = false;
    this.watch(this.service);
  }
}

/** An API process. */
export type ClusterNode = KeptNode<ServiceProcess>;
/** A process that runs jobs. */
export type WorkerNode = KeptNode<WorkerProcess>;

export function apiNode(
  index: number,
  links: NodeLinks,
  environment: Readonly<Record<string, string>>,
): ClusterNode {
  let port: string | null = null;
  const launch: Launch<ServiceProcess> = async (variables) => {
    const service = await startProcess(port === null ? variables : { ...variables, PORT: port });
    port = new URL(service.url).port; // every life on the same one
    return service;
  };
  return new KeptNode(index, links, launch, environment);
}

export function workerNode(
  index: number,
  links: NodeLinks,
  environment: Readonly<Record<string, string>>,
): WorkerNode {
  const launch: Launch<WorkerProcess> = (variables) => startWorker({ ...variables, LOG_LEVEL: 'info' });
  return new KeptNode(index, links, launch, environment);
}

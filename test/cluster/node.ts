import { type ServiceProcess, startProcess } from '../support/service-process.js';
import type { Link } from './links.js';

/** The connections of one process. */
export interface NodeLinks {
  readonly commands: Link;
  readonly bus: Link;
  readonly mongo: Link;
}

const LAST_LINES = 30;

/** One API process of the cluster, through all its lives. A worker is one more of these, with another entrance. */
export class ClusterNode {
  private readonly environment: Readonly<Record<string, string>>;
  private service: ServiceProcess | null = null;
  /** What the process had last said each time that it ended without having been killed. */
  readonly deaths: string[] = [];
  private lives = 0;
  private dying = false;
  private port: string | null = null;

  constructor(
    readonly index: number,
    readonly links: NodeLinks,
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
  process(): ServiceProcess {
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

  private watch({ exited, logs }: ServiceProcess): void {
    void exited.then((code) => {
      if (!this.dying)
        this.deaths.push(`p${this.index} ended with ${code}:\n${logs.slice(-LAST_LINES).join('\n')}`);
    });
  }

  /** A new life, on the same port. */
  async start(): Promise<void> {
    const samePort = this.port === null ? {} : { PORT: this.port };
    this.service = await startProcess({ ...this.environment, ...samePort });
    this.port = new URL(this.service.url).port;
    this.lives += 1;
    this.dying = false;
    this.watch(this.service);
  }
}

import { Worker } from 'node:worker_threads';
import type { Proxy } from '../support/proxy.js';

type Verb = 'freeze' | 'thaw' | 'cut' | 'halfClose' | 'refuse' | 'accept' | 'close';

/** One connection of a process, behind a proxy; each verb resolves when it holds. */
export interface Link extends Record<Verb, () => Promise<void>> {
  readonly port: number;
  delay(ms: number): Promise<void>;
}

/** What the thread is told; it answers with the same `id`. */
export interface Order {
  readonly id: number;
  readonly verb: Verb | 'open' | 'delay';
  readonly proxy: number;
  readonly value: number;
}

interface Reply {
  readonly id: number;
  readonly port?: number;
  readonly problem?: string;
}

const VERBS = [
  'freeze',
  'thaw',
  'cut',
  'halfClose',
  'refuse',
  'accept',
  'close',
] as const satisfies readonly (Verb & keyof Proxy)[];

/**
 * The proxies of a cluster, in a thread of their own: were they to wait behind the clients of the test, every link
 * would be slow whenever many ask at once.
 */
export class Links {
  private readonly thread = new Worker(new URL('./proxy-thread.mjs', import.meta.url), { execArgv: [] });
  private readonly waiting = new Map<
    number,
    { resolve: (port: number) => void; reject: (error: Error) => void }
  >();
  private orders = 0;
  private proxies = 0;

  constructor() {
    this.thread.on('message', (reply: Reply) => {
      const caller = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if (reply.problem === undefined) caller?.resolve(reply.port ?? 0);
      else caller?.reject(new Error(reply.problem));
    });
    this.thread.on('error', (error) => {
      for (const { reject } of this.waiting.values()) reject(error);
    });
  }

  /** A new proxy in front of a port of this machine. */
  async open(targetPort: number): Promise<Link> {
    this.proxies += 1;
    const proxy = this.proxies;
    const port = await this.order('open', proxy, targetPort);
    const act = (verb: Order['verb'], value = 0) => this.order(verb, proxy, value).then(() => undefined);
    const verbs = Object.fromEntries(VERBS.map((verb) => [verb, () => act(verb)])) as Record<
      Verb,
      () => Promise<void>
    >; // one for each verb, by the line above
    return { ...verbs, port, delay: (ms) => act('delay', ms) };
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }

  private order(verb: Order['verb'], proxy: number, value: number): Promise<number> {
    this.orders += 1;
    const id = this.orders;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.thread.postMessage({ id, verb, proxy, value } satisfies Order);
    });
  }
}

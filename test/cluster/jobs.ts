import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './http-client.js';
import type { Cast } from './clients.js';
import type { Cluster } from './cluster.js';
import type { History, WriteRecord } from './history.js';
import { FIRST_TITLE } from './make-cast.js';
import type { ClusterNode } from './node.js';
import type { Random } from './random.js';

/** Stands for the worker in the history. */
export const WORKER = -2;
const POLL_MS = 100;
/** A job that is not done by then has met too much; the next one is another. */
const GIVE_UP_MS = 20_000;

/** Asks for jobs, one after the other, and records what the worker has written once a job is known to have ended well. */
export class Jobs {
  done = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly cast: Cast,
    private readonly history: History,
    private readonly random: Random,
    private readonly isStopped: () => boolean,
  ) {}

  async runOne(): Promise<void> {
    const document = this.random.pick(this.cast.workedDocuments);
    const write = this.beginning(document);
    const task = await this.ask('POST', `/api/v2/recommendations/${document}/generate`);
    const id =
      task?.status === 202 ? (JSON.parse(task.body.toString()) as { task_id: string }).task_id : null;
    if (id === null || !(await this.hasSucceeded(id))) return;
    const revision = await this.revisionInDatabase(document);
    if (revision === null) return;
    this.done += 1;
    this.history.writes.push({
      ...write,
      outcome: 'acknowledged',
      revision,
      endedOrder: this.history.order(),
      endedMs: performance.now(),
    });
  }

  private async hasSucceeded(taskId: string): Promise<boolean> {
    const giveUpMs = performance.now() + GIVE_UP_MS;
    while (!this.isStopped() && performance.now() < giveUpMs) {
      const answer = await this.ask('GET', `/api/v2/tasks/${taskId}`);
      const task =
        answer?.status === 200
          ? (JSON.parse(answer.body.toString()) as { ready: boolean; successful: boolean })
          : null;
      if (task?.ready === true) return task.successful;
      await pause(POLL_MS);
    }
    return false;
  }

  /** Nobody else writes this document, and nothing is under way: what stands there is what the job left. */
  private async revisionInDatabase(document: string): Promise<number | null> {
    const answer = await this.ask('GET', `/api/v2/assessments/${document}`, { 'cache-control': 'no-cache' });
    if (answer?.status !== 200) return null;
    return (JSON.parse(answer.body.toString()) as { revision: number }).revision; // the service's own answer
  }

  /** Null where the process could not be asked: faults are at work. */
  private ask(
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer | null> {
    const node: ClusterNode = this.random.pick(this.cluster.nodes);
    const question = { method, token: this.cast.owner, headers, ...(method === 'POST' ? { json: {} } : {}) };
    return this.cluster.http.ask(node.process().url, path, question).catch(() => null);
  }

  private beginning(document: string): WriteRecord {
    return {
      process: WORKER,
      life: 0,
      document,
      title: FIRST_TITLE,
      direct: false,
      outcome: 'unknown',
      revision: 0,
      problem: null,
      beganOrder: this.history.order(),
      beganMs: performance.now(),
      endedOrder: 0,
      endedMs: 0,
    };
  }
}

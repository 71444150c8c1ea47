import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './http-client.js';
import type { Cluster } from './cluster.js';
import { writeDirectly } from './direct-write.js';
import type { History, ReadRecord, WriteRecord } from './history.js';
import { Jobs } from './jobs.js';
import type { ClusterNode } from './node.js';
import type { Random } from './random.js';

/** Who takes part: the documents, and access tokens of who owns them, of who may read all, of who may read nothing. */
export interface Cast {
  readonly documents: readonly string[];
  /** Written by faults alone: another write would make a late one's revision wrong, and hide what it does. */
  readonly quietDocument: string;
  /** Written straight into the database. */
  readonly directDocuments: readonly string[];
  /** Written by jobs alone. */
  readonly workedDocuments: readonly string[];
  readonly owner: string;
  readonly root: string;
  readonly stranger: string;
}

export interface Pace {
  readonly readersPerProcess: number;
  /** How long, in ms, a reader rests between two reads. */
  readPauseMs: number;
  writePauseMs: number;
}

/** After a broken connection: the process is probably not there. */
const GONE_PAUSE_MS = 40;
const STRANGER_SHARE = 0.05;
/** So many readers ask the database itself: what they see binds those who come after them. */
const FRESH_SHARE = 0.03;
const MAY_HAVE_HAPPENED = 'may have happened';

/** Readers and writers that go on until they are stopped; all that they ask is recorded. */
export class Clients {
  private stopped = false;
  private readonly running: Promise<void>[] = [];
  private titles = 0;
  readonly jobs: Jobs;

  constructor(
    private readonly cluster: Cluster,
    private readonly cast: Cast,
    private readonly history: History,
    private readonly random: Random,
    private readonly pace: Pace,
  ) {
    this.jobs = new Jobs(cluster, cast, history, random, () => this.stopped);
  }

  start(): void {
    for (const node of this.cluster.nodes) {
      for (let reader = 0; reader < this.pace.readersPerProcess; reader += 1)
        this.running.push(
          this.again(
            () => this.read(node),
            () => this.pace.readPauseMs,
          ),
        );
      this.running.push(
        this.again(
          () => this.write(node),
          () => this.pace.writePauseMs,
        ),
      );
    }
    if (this.cast.workedDocuments.length > 0)
      this.running.push(
        this.again(
          () => this.jobs.runOne(),
          () => this.pace.writePauseMs,
        ),
      );
    if (this.cast.directDocuments.length > 0)
      this.running.push(
        this.again(
          () => this.writePastEverybody(),
          () => 10 * this.pace.writePauseMs,
        ),
      );
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  private async again(act: () => Promise<unknown>, restMs: () => number): Promise<void> {
    while (!this.stopped) {
      await act();
      await pause(restMs());
    }
  }

  private async read(node: ClusterNode): Promise<void> {
    const { documents, quietDocument, directDocuments, workedDocuments } = this.cast;
    const all = [...documents, quietDocument, ...directDocuments, ...workedDocuments];
    const stranger = this.random.chance(STRANGER_SHARE);
    const read = readOf(node, this.random.pick(all), stranger, this.history);
    const headers: Record<string, string> = this.random.chance(FRESH_SHARE)
      ? { 'cache-control': 'no-cache' }
      : {};
    const token = stranger ? this.cast.stranger : this.random.pick([this.cast.owner, this.cast.root]);
    try {
      take(read, await this.cluster.http.ask(node.process().url, pathOf(read.document), { token, headers }));
    } catch (error) {
      read.problem = String(error);
      if (hasGone(node, read.life)) read.outcome = 'lost';
    }
    end(read, this.history);
    this.history.reads.push(read);
    if (read.outcome === 'lost') await pause(GONE_PAUSE_MS);
  }

  /** One write through the process; also used by faults that need a write at a certain moment. */
  async write(node: ClusterNode, document = this.random.pick(this.cast.documents)): Promise<WriteRecord> {
    const write = this.writeOf(node.index, node.life(), document, false);
    this.history.writes.push(write);
    const question = { method: 'PUT', token: this.cast.owner, json: { title: write.title } } as const;
    try {
      judge(write, await this.cluster.http.ask(node.process().url, pathOf(document), question));
    } catch (error) {
      // Without an answer: a refused connection wrote nothing, but that is not worth a distinction.
      if (hasGone(node, write.life)) await pause(GONE_PAUSE_MS);
      else [write.outcome, write.problem] = ['failed', String(error)];
    }
    end(write, this.history);
    return write;
  }

  private async writePastEverybody(): Promise<void> {
    const document = this.random.pick(this.cast.directDocuments);
    const write = this.writeOf(-1, 0, document, true);
    this.history.writes.push(write);
    try {
      const way = this.random.pick(['update', 'replace'] as const);
      write.revision = await writeDirectly(this.cluster, document, write.title, way);
      write.outcome = 'acknowledged';
    } catch (error) {
      write.problem = String(error); // it may have happened
    }
    end(write, this.history);
  }

  private writeOf(process: number, life: number, document: string, direct: boolean): WriteRecord {
    this.titles += 1;
    return {
      process,
      life,
      document,
      direct,
      title: `title ${this.titles}`,
      outcome: 'unknown',
      revision: 0,
      problem: null,
      ...beginning(this.history),
    };
  }
}

function readOf(node: ClusterNode, document: string, stranger: boolean, history: History): ReadRecord {
  const facts = { outcome: 'failed', revision: 0, title: '', cache: '', problem: null, stranger } as const;
  return { process: node.index, life: node.life(), document, ...facts, ...beginning(history) };
}

function take(read: ReadRecord, { status, headers, body }: Answer): void {
  read.cache = String(headers['cache-status'] ?? '').replace('inframind; ', '');
  if (status === 200) {
    const detail = JSON.parse(body.toString()) as { revision: number; title: string }; // the service's own answer
    read.outcome = 'answered';
    read.revision = detail.revision;
    read.title = detail.title;
  } else if (status === 404 && read.stranger) read.outcome = 'refused';
  else read.problem = `${status} ${body.toString()}`;
}

function judge(write: WriteRecord, { status, body }: Answer): void {
  const text = body.toString();
  if (status === 200) {
    write.outcome = 'acknowledged';
    write.revision = (JSON.parse(text) as { revision: number }).revision; // the service's own answer
  } else {
    write.problem = `${status} ${text}`;
    if (status !== 503) write.outcome = 'failed';
    else if (!text.includes(MAY_HAVE_HAPPENED)) write.outcome = 'refused';
  }
}

function hasGone(node: ClusterNode, life: number): boolean {
  return node.life() !== life || !node.process().isRunning() || node.isDying();
}

function pathOf(document: string): string {
  return `/api/v2/assessments/${document}`;
}

function beginning(history: History) {
  return { beganOrder: history.order(), beganMs: performance.now(), endedOrder: 0, endedMs: 0 };
}

function end(operation: ReadRecord | WriteRecord, history: History): void {
  operation.endedOrder = history.order();
  operation.endedMs = performance.now();
}

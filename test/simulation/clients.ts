import { scope as scopeOf, type Scope } from '../../src/cache/coherence/scope.js';
import type { History, ReadRecord, WriteRecord } from './history.js';
import type { SimProcess } from './world/process.js';
import type { World } from './world/world.js';

/** Something cached: a key, the scope it belongs to, and the document that it is made of. */
export interface Cached {
  readonly key: string;
  readonly scope: Scope;
  readonly document: string;
}

export interface ReadWish {
  readonly cached: Cached;
  readonly ttlMs: number;
  readonly fresh: boolean;
  readonly refreshAhead: boolean;
}

/** The share of a write's time that is left to its fence: clocks may drift apart by less. */
const FENCE_SHARE = 0.9;

export function cachedOf(document: number, variant: number): Cached {
  const name = `d${document}`;
  return { key: `${name}/${variant}`, scope: scopeOf('doc', name), document: name };
}

/** The requests of users, as the house makes them: read through the cache; begin, write, commit. */
export class Clients {
  private writes = 0;
  private readonly lives = new Map<SimProcess, string>();

  constructor(
    private readonly world: World,
    readonly history: History,
  ) {}

  async read(process: SimProcess, wish: ReadWish): Promise<ReadRecord> {
    const { cached } = wish;
    const record: ReadRecord = {
      process: process.index,
      life: this.lifeOf(process),
      document: cached.document,
      key: cached.key,
      began: this.history.moment(),
      ended: null,
      newest: 0,
      version: null,
      error: null,
      load: null,
    };
    this.history.reads.push(record);
    this.world.scheduler.trace?.(`             P${process.index} reads ${cached.key}`);
    try {
      const { entry, outcome } = await process.node.reads.read({
        key: cached.key,
        scope: cached.scope,
        fresh: wish.fresh,
        refreshAhead: wish.refreshAhead,
        judge: () => undefined,
        load: async () => {
          const { number, writer } = await this.world.database.read(process, cached.document);
          const body = Buffer.from(`${cached.document} ${number} ${writer}`);
          return { body, etag: `"${number}"`, ownerId: 'somebody', ttlMs: wish.ttlMs };
        },
      });
      const [document, number, writer = ''] = entry.body.toString().split(' ');
      const version = { number: Number(number), writer };
      const real = document === cached.document && this.world.database.holds(cached.document, version);
      record.version = { ...version, real };
      if (
        outcome.kind === 'miss' &&
        !outcome.collapsed &&
        outcome.forward === 'miss' &&
        entry.generation !== ''
      )
        if (outcome.detail === null || outcome.detail === 'superseded')
          record.load = { generation: entry.generation };
      this.world.scheduler.trace?.(
        `             P${process.index} has ${cached.key} version ${number} (${outcome.kind} ${outcome.kind === 'hit' ? outcome.tier : ((outcome.kind === 'miss' ? outcome.detail : '') ?? '')})`,
      );
    } catch (error) {
      record.error = error;
    }
    record.newest = this.world.database.current(cached.document).number;
    record.ended = this.history.moment();
    return record;
  }

  async write(process: SimProcess, documents: readonly Cached[]): Promise<void> {
    this.writes += 1;
    const record: WriteRecord = {
      name: `w${this.writes}`,
      process: process.index,
      life: this.lifeOf(process),
      documents: documents.map(({ document }) => document),
      began: this.history.moment(),
      begun: null,
      ended: null,
      outcome: 'running',
      versions: new Map(),
      error: null,
      debtEndedMs: null,
    };
    this.history.writes.push(record);
    await this.perform(process, record, [...new Set(documents.map(({ scope }) => scope))]);
    record.ended = this.history.moment();
    this.world.scheduler.trace?.(`             P${process.index} ${record.name} ${record.outcome}`);
  }

  private async perform(process: SimProcess, record: WriteRecord, scopes: readonly Scope[]): Promise<void> {
    const { database } = this.world;
    const { writes } = process.node;
    this.world.scheduler.trace?.(
      `             P${process.index} ${record.name} of ${record.documents.join('+')}`,
    );
    let pending;
    try {
      pending = await writes.begin(scopes);
    } catch (error) {
      record.error = error;
      record.outcome = 'refused';
      return;
    }
    record.begun = this.history.moment();
    if (pending.epoch === null) record.debtEndedMs = Infinity; // until it is paid
    const leftMs = pending.deadlineMs - process.clock.nowMs();
    const fenceMs = database.nowMs() + leftMs * FENCE_SHARE;
    const outcome = await database.write(process, record.documents, record.name, fenceMs);
    if (outcome.kind === 'unknown') {
      record.outcome = 'unknown'; // may happen yet: it stays pending until its deadline [25]
      return;
    }
    await writes.commit(pending);
    if (outcome.kind === 'done') record.versions = outcome.versions;
    record.outcome = outcome.kind === 'done' ? 'acknowledged' : 'failed';
  }

  /** Names one life of a process: one that died and started again is another. */
  lifeOf(process: SimProcess): string {
    let life = this.lives.get(process);
    if (life === undefined) this.lives.set(process, (life = `life-${this.lives.size + 1}`));
    return life;
  }
}

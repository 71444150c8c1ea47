import type { ReadRecord, WriteRecord } from './history.js';

interface Demand {
  readonly revision: number;
  readonly why: string;
}

interface Rules {
  readonly strictly: (read: ReadRecord) => boolean;
  readonly staleBoundMs: number;
  readonly directBoundMs: number;
}

/** Acknowledged revisions of one document by the time of their acknowledgement. */
class Acknowledged {
  private readonly endedMs: number[] = [];
  private readonly newest: number[] = [];

  add(endedMs: number, revision: number): void {
    this.endedMs.push(endedMs);
    this.newest.push(Math.max(revision, this.newest.at(-1) ?? 0));
  }

  /** The newest revision that was acknowledged before that time. */
  before(ms: number): number {
    let low = 0;
    let high = this.endedMs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.endedMs[middle] ?? Infinity) < ms) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (this.newest[low - 1] ?? 0);
  }
}

/** What is known to be true of each document while a history is walked through: the oldest revision a read may give. */
export class KnownRevisions {
  private readonly newest = new Map<string, Demand>();
  private readonly own = new Map<string, number>();
  private readonly acknowledged = new Map<string, Acknowledged>();
  private readonly demands = new Map<ReadRecord, Demand>();
  private readonly directly: ReadonlySet<string>;

  /** @param directly the documents that are written past everybody: for them there is only a bound in time */
  constructor(directly: readonly string[]) {
    this.directly = new Set(directly);
  }

  write(write: WriteRecord): void {
    const { document, revision, endedMs, process, life } = write;
    this.raise(document, revision, `p${process} had written ${revision} by ${endedMs.toFixed(0)}`);
    let ofDocument = this.acknowledged.get(document);
    if (ofDocument === undefined) this.acknowledged.set(document, (ofDocument = new Acknowledged()));
    ofDocument.add(endedMs, revision);
    const name = ownName(document, process, life);
    this.own.set(name, Math.max(revision, this.own.get(name) ?? 0));
  }

  read({ document, revision, endedMs, process }: ReadRecord): void {
    this.raise(document, revision, `p${process} had given ${revision} by ${endedMs.toFixed(0)}`);
  }

  /** A read begins: notes what it must not be older than. */
  demand(read: ReadRecord, rules: Rules): void {
    const { document } = read;
    if (this.directly.has(document)) this.note(read, this.within(read, rules.directBoundMs));
    else if (rules.strictly(read)) this.note(read, this.newest.get(document));
    else {
      const own = this.own.get(ownName(document, read.process, read.life)) ?? 0;
      const bound = this.within(read, rules.staleBoundMs);
      this.note(
        read,
        own > bound.revision ? { revision: own, why: 'its own process had written it' } : bound,
      );
    }
  }

  complaint(read: ReadRecord): string | null {
    const demand = this.demands.get(read);
    this.demands.delete(read);
    return demand === undefined || read.revision >= demand.revision ? null : demand.why;
  }

  private within(read: ReadRecord, boundMs: number): Demand {
    const revision = this.acknowledged.get(read.document)?.before(read.beganMs - boundMs) ?? 0;
    return { revision, why: `${revision} was acknowledged more than ${boundMs} ms before` };
  }

  private note(read: ReadRecord, demand: Demand | undefined): void {
    if (demand !== undefined) this.demands.set(read, demand);
  }

  private raise(document: string, revision: number, why: string): void {
    if (revision > (this.newest.get(document)?.revision ?? 0)) this.newest.set(document, { revision, why });
  }
}

function ownName(document: string, process: number, life: number): string {
  return `${document} ${process} ${life}`;
}

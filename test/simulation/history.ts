/** When something was asked and answered: places in the one order of all events of a run, and true time. */
export interface Moment {
  readonly order: number;
  readonly atMs: number;
}

export interface ReadRecord {
  readonly process: number;
  readonly life: string;
  readonly document: string;
  readonly key: string;
  readonly began: Moment;
  ended: Moment | null;
  /** What the database held when it ended: nothing newer can have been read. */
  newest: number;
  version: { readonly number: number; readonly writer: string; readonly real: boolean } | null;
  error: unknown;
  /** For "one load per key and generation": the load that this read itself made, and what it was noted under. */
  load: { readonly generation: string } | null;
}

export interface WriteRecord {
  readonly name: string;
  readonly process: number;
  readonly life: string;
  readonly documents: readonly string[];
  readonly began: Moment;
  /** When it went on to the database. */
  begun: Moment | null;
  ended: Moment | null;
  /** `refused`: nothing was written, and the client was told so. */
  outcome: 'running' | 'acknowledged' | 'failed' | 'refused' | 'unknown';
  versions: ReadonlyMap<string, number>;
  error: unknown;
  /** Made without Redis: until when its process owed a new epoch; Infinity where it died before. */
  debtEndedMs: number | null;
}

/** What the clients saw. The checker reads this and nothing else of the run. */
export class History {
  readonly reads: ReadRecord[] = [];
  readonly writes: WriteRecord[] = [];
  /** How long each process was frozen, in ms: time in which it could not know better. */
  readonly frozenMs: number[] = [];
  private orders = 0;

  constructor(private readonly nowMs: () => number) {}

  moment(): Moment {
    this.orders += 1;
    return { order: this.orders, atMs: this.nowMs() };
  }
}

/** One operation of a client. Orders are places in the one order of all events of a run; times are monotonic ms. */
interface Operation {
  readonly process: number;
  /** The process's life when it was asked. */
  readonly life: number;
  readonly document: string;
  readonly beganOrder: number;
  readonly beganMs: number;
  endedOrder: number;
  endedMs: number;
}

export interface ReadRecord extends Operation {
  /**
   * `answered`: with a revision. `refused`: not the caller's to read (as it should be). `lost`: its process was killed.
   * `failed`: anything else.
   */
  outcome: 'answered' | 'refused' | 'lost' | 'failed';
  revision: number;
  title: string;
  /** `Cache-Status` without the name. */
  cache: string;
  /** Why it failed. */
  problem: string | null;
  /** Asked by somebody who may not know of the document. */
  readonly stranger: boolean;
}

export interface WriteRecord extends Operation {
  /** `unknown`: it may have happened. `refused`: known not to have. `failed`: an answer that a write must never get. */
  outcome: 'acknowledged' | 'unknown' | 'refused' | 'failed';
  /** Known of acknowledged writes. */
  revision: number;
  readonly title: string;
  /** Straight into the database: nobody was told of it. */
  readonly direct: boolean;
  problem: string | null;
}

/** A time in which something was broken; `name` says what. */
export interface FaultRecord {
  readonly name: string;
  /** The process that was hit; null: none in particular. */
  readonly victim: number | null;
  /** Whom it keeps from MongoDB. */
  readonly database: 'victim' | 'all' | null;
  readonly beganMs: number;
  endedMs: number;
}

/** What the clients saw, and when something was broken. The checker reads this and nothing else of the run. */
export class History {
  readonly reads: ReadRecord[] = [];
  readonly writes: WriteRecord[] = [];
  readonly faults: FaultRecord[] = [];
  /** When nothing ran, broken by nobody: the machine was busy. */
  readonly standstills: FaultRecord[] = [];
  /** Processes that ended by themselves, with their last words. */
  readonly deaths: string[] = [];
  private orders = 0;

  order(): number {
    this.orders += 1;
    return this.orders;
  }
}

import { DomainError } from '../../../src/kernel/errors.js';
import type { SimProcess } from './process.js';
import { Gate, type Scheduler } from './scheduler.js';

/** One version of a document, and the write that made it. */
export interface Version {
  readonly number: number;
  readonly writer: string;
}

export type WriteOutcome =
  | { readonly kind: 'done'; readonly versions: ReadonlyMap<string, number> }
  /** Known not to have happened: refused by the database, or too late for its fence. */
  | { readonly kind: 'failed' }
  /** The client gave up; it may have happened, or may yet. */
  | { readonly kind: 'unknown' };

export interface DatabaseOptions {
  /** No operation lasts longer for its client. */
  readonly maxTimeMs: number;
  readonly readFailures: number;
  readonly writeFailures: number;
  /** Writes whose client loses its connection while they are on their way. */
  readonly lostWrites: number;
}

/** The truth: a version a document, reads and writes that take effect when the scheduler likes. */
export class Database {
  private readonly versions = new Map<string, Version[]>();
  meanMs = 1;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly clock: { nowMs(): number },
    private readonly chance: (probability: number) => boolean,
    private readonly options: DatabaseOptions,
  ) {}

  nowMs(): number {
    return this.clock.nowMs();
  }

  current(document: string): Version {
    return this.versions.get(document)?.at(-1) ?? { number: 0, writer: '' };
  }

  /** Whether this version of the document was ever true. */
  holds(document: string, { number, writer }: Version): boolean {
    if (number === 0) return writer === '';
    return this.versions.get(document)?.[number - 1]?.writer === writer;
  }

  read(process: SimProcess, document: string): Promise<Version> {
    const fails = this.chance(this.options.readFailures);
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(unavailable());
      const timer = process.clock.after(this.options.maxTimeMs, fail);
      this.gate(process).send('db-read', document, () => {
        const found = this.current(document);
        this.reply(process, 'db-read-reply', document, () => {
          timer.cancel();
          if (fails) fail();
          else resolve(found);
        });
      });
    });
  }

  /** One write of several documents at once, which does nothing after `fenceMs` of the database's clock [12]. */
  write(
    process: SimProcess,
    documents: readonly string[],
    writer: string,
    fenceMs: number,
  ): Promise<WriteOutcome> {
    const fails = this.chance(this.options.writeFailures);
    const lost = this.chance(this.options.lostWrites);
    return new Promise((resolve) => {
      const unknown = (): void => resolve({ kind: 'unknown' });
      const timer = process.clock.after(lost ? 1 : this.options.maxTimeMs, unknown);
      this.gate(process).send('db-write', documents.join('+'), () => {
        const outcome = this.apply(documents, writer, fails || this.nowMs() >= fenceMs);
        this.reply(process, 'db-write-reply', '', () => {
          timer.cancel();
          resolve(outcome);
        });
      });
    });
  }

  private apply(documents: readonly string[], writer: string, refused: boolean): WriteOutcome {
    if (refused) return { kind: 'failed' };
    const numbers = new Map<string, number>();
    for (const document of documents) {
      const number = this.current(document).number + 1;
      const versions = this.versions.get(document);
      if (versions === undefined) this.versions.set(document, [{ number, writer }]);
      else versions.push({ number, writer });
      numbers.set(document, number);
    }
    return { kind: 'done', versions: numbers };
  }

  /** Each operation goes its own way: they overtake each other. */
  private gate(process: SimProcess): Gate {
    const gate = new Gate(this.scheduler, process.index, false, false);
    gate.meanMs = this.meanMs;
    return gate;
  }

  private reply(process: SimProcess, kind: string, detail: string, run: () => void): void {
    process.databaseReplies.meanMs = this.meanMs;
    process.databaseReplies.send(kind, detail, () => {
      if (process.alive) run();
    });
  }
}

/** The error that a load throws when the database fails: no cache has a part in it. */
export function unavailable(): DomainError {
  return new DomainError('unavailable', 'database_unavailable', 'The database did not answer in time.');
}

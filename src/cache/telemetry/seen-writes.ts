import type { JournalledWrite } from './write-journal.js';

/** A write, and which instance made it. */
export interface SeenWrite {
  readonly instanceId: string;
  readonly write: JournalledWrite;
}

const KEPT_WRITES = 100;

/** The last writes of all instances, each once: a call that was given up on may have told of some before. */
export class SeenWrites {
  private readonly kept: SeenWrite[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly ownId: string) {}

  /**
   * @param own of this process, straight from its journal
   * @param told what was read from the roll, one's own among them
   * @returns those that are new
   */
  add(own: readonly JournalledWrite[], told: readonly SeenWrite[]): readonly SeenWrite[] {
    const all = [...own.map((write) => ({ instanceId: this.ownId, write })), ...told];
    const fresh = all.filter((seen) => {
      const name = nameOf(seen);
      if (this.known.has(name)) return false;
      this.known.add(name);
      return true;
    });
    this.kept.push(...fresh);
    while (this.kept.length > KEPT_WRITES) this.kept.shift();
    // A call brings the newest only: what has long left the list does not come again.
    if (this.known.size > 4 * KEPT_WRITES) this.forget();
    return fresh;
  }

  /** The oldest first. */
  recent(): readonly SeenWrite[] {
    return this.kept;
  }

  private forget(): void {
    const oldest = [...this.known].slice(0, this.known.size - 2 * KEPT_WRITES);
    for (const name of oldest) this.known.delete(name);
  }
}

function nameOf({ instanceId, write }: SeenWrite): string {
  return `${instanceId} ${write.sequence} ${write.atMs}`;
}

import type { Clock } from '../../kernel/clock.js';
import type { Scope } from './scope.js';

/** Beyond so many the ones that are over are swept. */
const SWEEP_ABOVE = 10_000;

/**
 * The writes that were announced to this process: what the change stream brings of them is no news. A deletion leaves no
 * document that could name its write, so it is known by its scope: nothing is deleted twice.
 *
 * Only until the write's deadline: what took effect later (an insert, a transaction's commit: they have no fence) was
 * pending no longer, so an older answer may have been stored meanwhile [12].
 */
export class AnnouncedWrites {
  private readonly writes = new Map<string, number>();
  private readonly deletions = new Map<Scope, { readonly writeId: string; readonly untilMs: number }>();

  constructor(private readonly clock: Clock) {}

  add(writeId: string, scopes: readonly Scope[], deletes: boolean, untilMs: number): void {
    sweep(this.writes, (writeUntilMs) => writeUntilMs, this.clock.nowMs());
    this.writes.set(writeId, untilMs);
    if (!deletes) return;
    sweep(this.deletions, (deletion) => deletion.untilMs, this.clock.nowMs());
    for (const scope of scopes) this.deletions.set(scope, { writeId, untilMs });
  }

  /**
   * The write did not happen: whoever deletes these now is somebody else. Of two announced deletions of a scope the
   * later one keeps the mark; one too few costs an invalidation too many, and nothing else.
   */
  drop(writeId: string, scopes: readonly Scope[]): void {
    this.writes.delete(writeId);
    for (const scope of scopes) {
      if (this.deletions.get(scope)?.writeId === writeId) this.deletions.delete(scope);
    }
  }

  has(writeId: string): boolean {
    return (this.writes.get(writeId) ?? -Infinity) >= this.clock.nowMs();
  }

  hasDeletion(scope: Scope): boolean {
    return (this.deletions.get(scope)?.untilMs ?? -Infinity) >= this.clock.nowMs();
  }
}

/** Maps keep the order of insertion, and deadlines are equally far: the first that is not over ends the sweep. */
function sweep<Mark>(map: Map<string, Mark>, untilMsOf: (mark: Mark) => number, nowMs: number): void {
  if (map.size < SWEEP_ABOVE) return;
  for (const [key, mark] of map) {
    if (untilMsOf(mark) >= nowMs) return;
    map.delete(key);
  }
}

import type { Entry } from '../tiers/entry.js';
import type { Outcome } from '../outcome.js';
import type { Scope } from './scope.js';

/** What a flight brings to all who wait on it. */
export interface Landing {
  readonly entry: Entry;
  readonly outcome: Outcome;
}

/**
 * One pass through L2 and load for one key (coherence.md, "Reading"). It is detached once an invalidation of its scope
 * has arrived since it began: it ends for those who wait already, nobody else joins, and it fills no tier [3].
 */
export class Flight {
  /** Steps 3 and 4 have begun: before that an invalidation does not concern it. */
  begun = false;
  detached = false;
  /** It noted a pending write, or nothing at all, and its database read is being sent: nobody may join any more [5]. */
  closed = false;
  /** Its database read has been sent. */
  readSent = false;
  readonly landing: Promise<Landing>;
  /** Settles when the flight has ended, however it ended. */
  readonly ended: Promise<void>;

  constructor(
    readonly key: string,
    readonly scope: Scope,
    /** It answers from the database whatever the tiers hold. */
    readonly fresh: boolean,
    run: (flight: Flight) => Promise<Landing>,
  ) {
    this.landing = run(this);
    this.ended = this.landing.then(
      () => undefined,
      () => undefined, // whoever waits on the landing hears of the error
    );
  }
}

/** The flights of this process: at most one under way and one waiting behind it for each key. */
export class Flights {
  private readonly byKey = new Map<string, Flight[]>();
  private readonly byScope = new Map<Scope, Set<Flight>>();

  /** The newest flight of the key. */
  last(key: string): Flight | undefined {
    return this.byKey.get(key)?.at(-1);
  }

  /** The flight stands in the row of its key: others may join it, the next one waits for it. */
  add(flight: Flight): void {
    const row = this.byKey.get(flight.key);
    if (row === undefined) this.byKey.set(flight.key, [flight]);
    else row.push(flight);
    this.watch(flight);
  }

  /** Invalidations detach the flight; nobody joins it. */
  watch(flight: Flight): void {
    let ofScope = this.byScope.get(flight.scope);
    if (ofScope === undefined) this.byScope.set(flight.scope, (ofScope = new Set()));
    ofScope.add(flight);
    void flight.ended.then(() => this.remove(flight));
  }

  /** An invalidation of the scope has arrived. */
  detach(scope: Scope): void {
    for (const flight of this.byScope.get(scope) ?? []) if (flight.begun) flight.detached = true;
  }

  detachAll(): void {
    for (const flights of this.byScope.values()) {
      for (const flight of flights) if (flight.begun) flight.detached = true;
    }
  }

  /** Flights under way or waiting. */
  count(): number {
    let count = 0;
    for (const row of this.byKey.values()) count += row.length;
    return count;
  }

  private remove(flight: Flight): void {
    const row = this.byKey.get(flight.key);
    const place = row?.indexOf(flight) ?? -1;
    if (row !== undefined && place >= 0) row.splice(place, 1);
    if (row?.length === 0) this.byKey.delete(flight.key);
    const ofScope = this.byScope.get(flight.scope);
    ofScope?.delete(flight);
    if (ofScope?.size === 0) this.byScope.delete(flight.scope);
  }
}

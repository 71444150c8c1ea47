import type { Clock } from '../kernel/clock.js';
import { AccessRefused, DomainError } from '../kernel/errors.js';
import { Flight, type Landing } from './coherence/flights.js';
import type { LocalState } from './coherence/local-state.js';
import type { Scope } from './coherence/scope.js';
import type { MemoryReads } from './memory-reads.js';
import type { Outcome, OutcomeDetail } from './outcome.js';
import type { Entry, Loaded } from './tiers/entry.js';
import { expiresAtMs } from './tiers/entry.js';
import type { NotedState, SharedReader } from './tiers/shared-reader.js';

export interface ReadOptions {
  readonly enabled: boolean;
  readonly strict: boolean;
  readonly maxEntryBytes: number;
  /** How long a flight waits for the one before it, or for another process's load. */
  readonly loadBoundMs: number;
}

/** One read of one key. */
export interface ReadRequest {
  readonly key: string;
  readonly scope: Scope;
  /**
   * Reads the database, runs once at most. Its error goes to all who wait, and nothing is stored.
   * @param noted what the flight has found out before: why nothing will be stored, or null
   */
  load(noted: OutcomeDetail | null): Promise<Loaded>;
  /** Throws the caller's refusal if he may not see what `ownerId` owns. */
  judge(ownerId: string): void;
  /** `no-cache`, `force_refresh`: the tiers are not asked. */
  readonly fresh: boolean;
  /** `only-if-cached`: the database is not asked. */
  readonly onlyIfCached?: boolean;
  /** Reload shortly before expiry, in the background. */
  readonly refreshAhead?: boolean;
}

/** A caller who was only refused by proxy starts again so often, and then joins nobody. */
const MAX_RESTARTS = 3;

/**
 * The read path: L1, join, L2, load (coherence.md, "Reading"). The only file that knows the order of the tiers.
 */
export class ResponseCache {
  constructor(
    private readonly local: LocalState,
    private readonly memory: MemoryReads,
    /** null where there is no Redis. */
    private readonly shared: SharedReader | null,
    private readonly clock: Clock,
    private readonly options: ReadOptions,
  ) {}

  /**
   * The entry of the key, and how it was come by. Synchronous where L1 has it.
   * @throws what the load throws, or what `judge` throws
   */
  read(request: ReadRequest): Landing | Promise<Landing> {
    if (!this.options.enabled) return this.direct(request);
    const hit = request.fresh ? null : this.memory.hit(request.key);
    if (hit !== null) {
      judge(request, hit.entry.ownerId);
      if (request.refreshAhead === true && this.memory.isNearItsEnd(hit.entry)) this.refreshAhead(request);
      return hit;
    }
    return request.onlyIfCached === true ? this.peek(request) : this.fly(request);
  }

  /** The cache is switched off: the database answers, and nothing is stored. */
  private async direct(request: ReadRequest): Promise<Landing> {
    if (request.onlyIfCached === true) throw notCached();
    const loadedAtMs = this.clock.nowMs();
    const loaded = await request.load('disabled');
    const entry = {
      ...loaded,
      key: request.key,
      scope: request.scope,
      generation: '',
      loadedAtMs,
      filledAtMs: loadedAtMs,
    };
    return { entry, outcome: { kind: 'bypass', detail: 'disabled' } };
  }

  private async fly(request: ReadRequest): Promise<Landing> {
    for (let restarts = 0; ; restarts += 1) {
      const before = this.local.flights.last(request.key);
      // Among many who are refused, one who is not could be refused by proxy each time: in the end he loads himself.
      const joined = before !== undefined && restarts < MAX_RESTARTS && this.mayJoin(before, request);
      const flight = joined ? before : this.start(request, before);
      try {
        const landing = await flight.landing;
        request.judge(landing.entry.ownerId);
        return joined ? { entry: landing.entry, outcome: collapsed(landing.outcome) } : landing;
      } catch (error) {
        if (!joined || !(error instanceof AccessRefused)) throw error;
        request.judge(error.ownerId); // the leader's refusal says nothing of others: each is judged for himself
      }
    }
  }

  private mayJoin(flight: Flight, request: ReadRequest): boolean {
    if (request.fresh && (!flight.fresh || flight.readSent)) return false;
    if (!flight.begun) return true; // it waits: all that it will see comes after this moment
    if (flight.detached || flight.closed) return false; // [3] [5]
    return !this.options.strict || this.memory.hearsEverything(); // [4]
  }

  private start(request: ReadRequest, before: Flight | undefined): Flight {
    const flight = new Flight(request.key, request.scope, request.fresh, async (self) => {
      if (before !== undefined) await this.bounded(before.ended);
      return this.run(self, request);
    });
    this.local.flights.add(flight);
    return flight;
  }

  /** `only-if-cached`: steps 1 and 3, and no load. */
  private async peek(request: ReadRequest): Promise<Landing> {
    const flight = new Flight(request.key, request.scope, false, async (self) => {
      self.begun = true;
      const { landing, state } = await this.note(self, request);
      state?.release?.();
      if (landing === null) throw notCached();
      return landing;
    });
    this.local.flights.watch(flight);
    const landing = await flight.landing;
    judge(request, landing.entry.ownerId);
    return landing;
  }

  /** Steps 3 and 4. */
  private async run(flight: Flight, request: ReadRequest): Promise<Landing> {
    await Promise.resolve(); // the flight stands in its row before it begins
    flight.begun = true;
    const noted = await this.note(flight, request);
    if (noted.landing !== null) return noted.landing;
    // What the flight itself saw decides, not what the process has heard: closed before the read is sent [5] [21].
    if (!noted.state.storable) flight.closed = true;
    flight.readSent = true;
    const loadedAtMs = this.clock.nowMs();
    let loaded: Loaded;
    try {
      loaded = await request.load(noted.state.detail);
    } catch (error) {
      noted.state.release?.();
      const standIn = request.fresh ? null : this.memory.standIn(request.key, error);
      if (standIn !== null) return standIn;
      throw error;
    }
    return this.land(flight, request, noted.state, loaded, loadedAtMs);
  }

  /** Step 3: L2, until it has the entry, or this flight is the one to load. */
  private async note(
    flight: Flight,
    request: ReadRequest,
  ): Promise<{ landing: Landing; state: null } | { landing: null; state: NotedState }> {
    const { shared } = this;
    if (shared === null) return { landing: null, state: this.noteAlone(flight) };
    const noted = await shared.note({
      key: request.key,
      scope: request.scope,
      fresh: request.fresh,
      // Nobody waits in line for a fresh read, nor for one that will not load.
      lock: !request.fresh && request.onlyIfCached !== true,
    });
    if (noted.kind === 'load') return { landing: null, state: noted.state };
    const { entry } = noted;
    if (!flight.detached && !this.local.pending.isPending(flight.scope)) this.memory.fill(entry); // promotion [3]
    const nowMs = this.clock.nowMs();
    const ttlMs = expiresAtMs(entry) - nowMs;
    const outcome: Outcome = { kind: 'hit', tier: 'l2', ttlMs, ageMs: nowMs - entry.loadedAtMs };
    return { landing: { entry, outcome }, state: null };
  }

  /** Without Redis this process is all there is: what it knows of pending writes is what there is to know. */
  private noteAlone(flight: Flight): NotedState {
    const pending = this.local.pending.isPending(flight.scope);
    return {
      storable: !pending,
      detail: pending ? 'pending' : null,
      generation: '',
      store: () => Promise.resolve({ accepted: true, detail: null }),
      release: null,
    };
  }

  /** Step 4: compare and store, then fill L1 if the script accepted and nothing came in between. */
  private async land(
    flight: Flight,
    request: ReadRequest,
    noted: NotedState,
    loaded: Loaded,
    loadedAtMs: number,
  ): Promise<Landing> {
    const entry: Entry = {
      ...loaded,
      key: request.key,
      scope: request.scope,
      generation: noted.generation,
      loadedAtMs,
      filledAtMs: this.clock.nowMs(),
    };
    const { stored, detail } = await this.storeIfAllowed(flight, noted, entry);
    const forward = request.fresh ? 'request' : 'miss';
    return { entry, outcome: { kind: 'miss', forward, stored, collapsed: false, detail } };
  }

  private async storeIfAllowed(
    flight: Flight,
    noted: NotedState,
    entry: Entry,
  ): Promise<{ stored: boolean; detail: OutcomeDetail | null }> {
    const refusal = this.whyNotStored(noted, entry);
    if (refusal !== null) {
      noted.release?.();
      return { stored: false, detail: refusal };
    }
    const { accepted, detail } = await noted.store(entry);
    if (!accepted) return { stored: false, detail };
    const filled = !flight.detached && !this.local.pending.isPending(entry.scope) && this.memory.fill(entry);
    const kept = this.shared?.holdsEntries === true;
    return filled || kept
      ? { stored: true, detail: null }
      : { stored: false, detail: this.whyNotFilled(flight) };
  }

  private whyNotStored(noted: NotedState, entry: Entry): OutcomeDetail | null {
    if (!noted.storable) return noted.detail; // [20] [21]
    if (entry.ttlMs <= 0) return 'no-lifetime';
    return entry.body.length > this.options.maxEntryBytes ? 'too-large' : null;
  }

  private whyNotFilled(flight: Flight): OutcomeDetail {
    return flight.detached ? 'superseded' : 'disabled';
  }

  private refreshAhead(request: ReadRequest): void {
    if (this.local.flights.last(request.key) !== undefined) return;
    this.start({ ...request, fresh: true }, undefined).landing.catch(() => undefined); // the entry still lives
  }

  private bounded(ended: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.after(this.options.loadBoundMs, resolve);
      void ended.then(() => {
        timer.cancel();
        resolve();
      });
    });
  }
}

/** With `only-if-cached` a refusal looks like a miss: it would tell that the entry is there. */
function judge(request: ReadRequest, ownerId: string): void {
  try {
    request.judge(ownerId);
  } catch (error) {
    throw request.onlyIfCached === true ? notCached() : error;
  }
}

function collapsed(outcome: Outcome): Outcome {
  return outcome.kind === 'miss' ? { ...outcome, collapsed: true } : outcome;
}

function notCached(): DomainError {
  return new DomainError(
    'not_cached',
    'not_cached',
    'The answer is not in the cache, and the request asked for nothing else.',
  );
}

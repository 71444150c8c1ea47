import { type Cached, cachedOf, type Clients } from './clients.js';
import type { Scenario } from './scenarios.js';
import type { SimProcess } from './world/process.js';
import type { World } from './world/world.js';

/** Long enough that nothing expires within a run. */
const LIFETIME_MS = 60_000;

/** By then the processes have their first leases, if nothing keeps them: the product listens only then. */
const READY_MS = 25;

/** What the users of one schedule ask for: few keys, many at once, and a look wherever something was just answered. */
export class Workload {
  readonly cached: readonly Cached[];
  /** Requests that are made later or have no answer yet. */
  private open = 0;

  constructor(
    private readonly world: World,
    private readonly clients: Clients,
    private readonly scenario: Scenario,
    private readonly horizonMs: number,
  ) {
    const { prng } = world;
    const documents = scenario.stage !== undefined || prng.chance(0.6) ? 1 : 2;
    const variants = scenario.stage !== undefined || prng.chance(0.8) ? 1 : 2;
    this.cached = Array.from({ length: documents * variants }, (_, index) =>
      cachedOf(index % documents, Math.floor(index / documents)),
    );
  }

  start(): void {
    const { prng } = this.world;
    const [fewest, most] = this.scenario.writers ?? [1, 3];
    for (let readers = 1 + prng.below(5); readers > 0; readers -= 1) this.startReader();
    for (let writers = fewest + prng.below(most - fewest + 1); writers > 0; writers -= 1) this.startWriter();
  }

  /** Every request that will be made has been answered. */
  isOver(): boolean {
    return this.open === 0;
  }

  private startReader(): void {
    const { prng } = this.world;
    const { stage } = this.scenario;
    const process = stage === undefined || prng.chance(0.2) ? this.somebody() : 1;
    const cached = prng.pick(this.cached);
    let left = 1 + prng.below(stage === undefined ? 4 : 15);
    const next = (): void => {
      left -= 1;
      this.read(process, cached, () => {
        if (left > 0) this.later(next);
      });
    };
    this.at(this.someTime(), next);
  }

  private startWriter(): void {
    const { prng } = this.world;
    const onFirst = this.scenario.prompt === true || this.scenario.stage !== undefined;
    const process = onFirst ? 0 : this.somebody();
    const first = prng.pick(this.cached);
    const second = prng.chance(0.15) ? prng.pick(this.cached) : first;
    const documents = second.document === first.document ? [first] : [first, second];
    let left = prng.chance(0.8) ? 1 : 2;
    const next = (): void => {
      left -= 1;
      this.send(process, 'write', (target) =>
        this.clients.write(target, documents).then(() => {
          this.look(first);
          if (left > 0) this.later(next);
        }),
      );
    };
    this.at(this.someTime(), next);
  }

  /** Whoever just heard an answer asks again, here or elsewhere: only so is an old answer seen. */
  private look(cached: Cached): void {
    const { prng } = this.world;
    for (let looks = prng.below(3); looks > 0; looks -= 1) {
      const process = this.somebody();
      this.at(this.world.scheduler.nowMs, () =>
        this.read(process, cached, () => {
          if (prng.chance(0.3)) this.look(cached);
        }),
      );
    }
  }

  private read(process: number, cached: Cached, then: () => void): void {
    const { prng } = this.world;
    const short = this.scenario.shortLifetimes === true && prng.chance(0.2);
    const wish = {
      cached,
      ttlMs: short ? prng.between(5, 200) : LIFETIME_MS,
      fresh: prng.chance(this.scenario.stage?.fresh ?? 0.05),
      refreshAhead: short && prng.chance(0.5),
    };
    this.send(process, 'read', (target) => this.clients.read(target, wish).then(then));
  }

  private send(index: number, kind: string, ask: (process: SimProcess) => Promise<unknown>): void {
    const process = this.world.process(index);
    process.requests.meanMs = 0;
    this.open += 1;
    process.requests.send(kind, '', () => {
      if (process.alive)
        void ask(process).then(() => {
          this.open -= 1;
        });
    });
  }

  private at(atMs: number, run: () => void): void {
    this.open += 1;
    this.world.scheduler.at(atMs, 'client', () => {
      this.open -= 1;
      run();
    });
  }

  private later(run: () => void): void {
    const { prng, scheduler } = this.world;
    const waitMs = prng.chance(0.5) ? 0 : prng.between(0, this.horizonMs / 3);
    this.at(scheduler.nowMs + waitMs, run);
  }

  private somebody(): number {
    return this.world.prng.below(this.world.options.processes);
  }

  /** Most of it after the processes have found each other. */
  private someTime(): number {
    const { prng } = this.world;
    const early = this.scenario.calm !== true && this.scenario.settled !== true && prng.chance(0.1);
    return (early ? 0 : READY_MS) + prng.between(0, this.horizonMs);
  }
}

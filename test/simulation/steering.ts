import type { Fault } from './faults.js';
import type { Scenario } from './scenarios.js';
import { Hold, type StepPattern } from './world/holds.js';
import type { Prng } from './world/prng.js';
import type { SimProcess } from './world/process.js';
import type { World } from './world/world.js';

/** The steps at which the protocol can be met by something else; a reply is when the process hears of it. */
const MEETINGS = [
  'look',
  'look-reply',
  'store',
  'store-reply',
  'begin',
  'begin-reply',
  'commit',
  'commit-reply',
  'announce',
  'announce-reply',
  'read-epoch',
  'read-epoch-reply',
  'message-begin',
  'message-begin',
  'message-commit',
  'message-ack',
  'send-ack',
  'message-heartbeat',
  'message-epoch',
  'message-caught-up',
  'db-read',
  'db-read-reply',
  'db-read-reply',
  'db-write',
  'db-write-reply',
  'heartbeat',
  'subscribed',
  'connected',
] as const;
const HOLD_MS = [20, 100, 300, 550, 1200] as const;

export function drawHolds(prng: Prng, scenario: Scenario, processes: number): Hold[] {
  const holds: Hold[] = [];
  for (const [what, ofProcess, until, ofOther, maxMs, skip, untilSkip] of scenario.stage?.orders ?? [])
    if (prng.chance(0.7))
      holds.push(
        new Hold(
          { kind: what, process: ofProcess },
          skip ?? prng.below(3),
          { kind: until, process: ofOther },
          untilSkip ?? 0,
          maxMs,
        ),
      );
  const never = { kind: 'never', process: -1 };
  if (scenario.lateWritesMs !== undefined)
    holds.push(new Hold({ kind: 'db-write', process: -1 }, prng.below(2), never, 0, scenario.lateWritesMs));
  for (let count = prng.below(scenario.maxHolds + 1); count > 0; count -= 1)
    holds.push(
      new Hold(
        meeting(prng, processes),
        prng.below(4),
        meeting(prng, processes),
        prng.below(2),
        prng.pick(HOLD_MS),
      ),
    );
  return holds;
}

export function drawFaults(prng: Prng, scenario: Scenario, processes: number, horizonMs: number): Fault[] {
  const faults: Fault[] = [];
  if (scenario.faults.length === 0) return faults;
  for (let count = 1 + prng.below(scenario.maxFaults); count > 0; count -= 1) {
    const kind = prng.pick(scenario.faults);
    faults.push({
      kind,
      process: hasPlaces(scenario) ? processes - 1 : prng.below(processes),
      lastsMs: prng.pick([5, 50, 250, 600, 1000]) * prng.between(0.5, 1.5),
      // Long ago is before the first request, and after the processes have met the old epoch.
      at:
        kind === 'renewed-long-ago'
          ? prng.between(15, 24)
          : prng.chance(0.5)
            ? prng.between(5, 15 + horizonMs)
            : { step: meeting(prng, processes, scenario.faultsWith), skip: prng.below(5) },
    });
  }
  return faults;
}

/** The writers are on P0; what goes wrong goes wrong with another. */
function hasPlaces(scenario: Scenario): boolean {
  return scenario.prompt === true || scenario.stage !== undefined;
}

function meeting(prng: Prng, processes: number, kinds: readonly string[] = MEETINGS): StepPattern {
  return { kind: prng.pick(kinds), process: prng.chance(0.3) ? -1 : prng.below(processes) };
}

/** How long a way takes, in ms: mostly short, sometimes beyond every bound of the protocol. */
function drawPace(prng: Prng): number {
  const luck = prng.next();
  if (luck < 0.7) return prng.between(0.1, 1);
  if (luck < 0.85) return prng.between(2, 10);
  if (luck < 0.95) return prng.between(10, 40);
  return prng.between(40, 300);
}

/** Ways of different pace, each of which may change at random moments (after PCT's priorities). */
export class Paces {
  private over = false;

  constructor(
    private readonly world: World,
    private readonly scenario: Scenario,
  ) {}

  plan(horizonMs: number): void {
    const { world } = this;
    const { prng, scheduler } = world;
    world.database.meanMs = prng.chance(0.7) ? prng.between(0.2, 3) : prng.between(3, 60);
    if (this.isEven()) return;
    for (let changes = prng.below(5); changes > 0; changes -= 1)
      scheduler.at(prng.between(0, horizonMs), 'pace', () => {
        if (this.over) return;
        prng.pick(world.process(prng.below(world.processes.length)).ways()).meanMs = drawPace(prng);
      });
  }

  /** From now on every way is quick. */
  end(): void {
    this.over = true;
    for (const process of this.world.processes) for (const way of process.ways()) way.meanMs = 0.3;
    this.world.database.meanMs = 0.5;
  }

  give(process: SimProcess): void {
    if (this.over) return; // as it comes
    const { prng } = this.world;
    const wild = !this.isEven() && prng.chance(0.7);
    for (const way of process.ways()) way.meanMs = wild ? drawPace(prng) : prng.between(0.1, 1.2);
  }

  private isEven(): boolean {
    return this.scenario.calm === true || hasPlaces(this.scenario);
  }
}

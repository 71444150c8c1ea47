import type { Hold } from './holds.js';

/** Something that happens at a moment: a command reaches the server, a message reaches a process, a timer fires. */
export interface Step {
  atMs: number;
  readonly order: number;
  /** What it is, for holds and traces: `begin`, `begin-reply`, `message:ack`, `timer` … */
  readonly kind: string;
  /** The process it belongs to; -1: none. */
  readonly process: number;
  readonly gate: Gate | null;
  readonly detail: string;
  readonly run: () => void;
  cancelled: boolean;
  held: boolean;
}

/** A way that steps take, in order or not; while it is shut they wait before it. */
export class Gate {
  /** Steps that have been sent and not taken yet. */
  onWay = 0;
  private shut = 0;
  private lastAtMs = 0;
  private waiting: Step[] = [];
  /** The mean time on the way, in ms. */
  meanMs = 0.3;

  constructor(
    private readonly scheduler: Scheduler,
    readonly process: number,
    /** Whether steps keep their order, as on one connection. */
    private readonly ordered: boolean,
    /** Whether it leads into a process, which must come to rest after each step. */
    readonly inward: boolean,
  ) {}

  isShut(): boolean {
    return this.shut > 0;
  }

  /** Sends a step on its way. */
  send(kind: string, detail: string, run: () => void): Step {
    const { scheduler } = this;
    let atMs = scheduler.nowMs + this.meanMs * scheduler.between(0.4, 1.6);
    this.onWay += 1;
    if (this.ordered) this.lastAtMs = atMs = Math.max(atMs, this.lastAtMs);
    return scheduler.add(atMs, kind, detail, this, run);
  }

  wait(step: Step): void {
    this.waiting.push(step);
  }

  close(): void {
    this.shut += 1;
  }

  open(): void {
    this.shut -= 1;
    if (this.shut > 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const step of waiting) {
      step.atMs = Math.max(step.atMs, this.scheduler.nowMs);
      this.scheduler.put(step);
    }
  }
}

/** Simulated time: the earliest step is next; between two steps every process comes to rest. */
export class Scheduler {
  nowMs = 0;
  steps = 0;
  /** Called after each step has been taken and every process is at rest. */
  onRest: () => void = () => undefined;
  trace: ((line: string) => void) | null = null;
  private readonly heap: Step[] = [];
  private orders = 0;
  private holds: Hold[] = [];
  private watchers: ((step: Step) => void)[] = [];

  constructor(readonly between: (low: number, high: number) => number) {}

  add(atMs: number, kind: string, detail: string, gate: Gate | null, run: () => void): Step {
    this.orders += 1;
    const process = gate === null ? -1 : gate.process;
    const step = {
      atMs,
      order: this.orders,
      kind,
      process,
      gate,
      detail,
      run,
      cancelled: false,
      held: false,
    };
    this.put(step);
    return step;
  }

  /** A step of nobody's, that no gate delays. */
  at(atMs: number, kind: string, run: () => void): Step {
    return this.add(atMs, kind, '', null, run);
  }

  steer(holds: Hold[]): void {
    this.holds = holds;
  }

  /** Called with each step that has been taken, before its process has come to rest. */
  watch(watcher: (step: Step) => void): void {
    this.watchers.push(watcher);
  }

  /** No more steering: what is held is let go, and nothing watches any more. */
  releaseAll(): void {
    this.watchers = [];
    for (const hold of this.holds) hold.release();
    this.holds = [];
  }

  /** Takes steps until `untilMs` or until `done` says so; false where that was not reached within `maxSteps`. */
  async run(untilMs: number, maxSteps: number, done: () => boolean = () => false): Promise<boolean> {
    const lastStep = this.steps + maxSteps;
    for (;;) {
      const step = this.heap[0];
      if (step === undefined || step.atMs > untilMs) {
        this.nowMs = Math.max(this.nowMs, untilMs);
        return true;
      }
      if (this.steps >= lastStep) return false;
      this.pop();
      if (step.cancelled || this.mustWait(step)) continue;
      this.nowMs = Math.max(this.nowMs, step.atMs);
      this.steps += 1;
      this.trace?.(line(this.nowMs, step));
      if (step.gate !== null) step.gate.onWay -= 1;
      step.run();
      for (const hold of this.holds) hold.onStep(step);
      for (const watch of this.watchers) watch(step);
      if (step.gate?.inward !== false) await new Promise((resolve) => setImmediate(resolve));
      this.onRest();
      if (done()) return true;
    }
  }

  put(step: Step): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(step);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(step, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = step;
  }

  private mustWait(step: Step): boolean {
    const { gate } = step;
    if (gate === null) return false;
    if (!gate.isShut() && !step.held) {
      for (const hold of this.holds) {
        if (!hold.catches(step)) continue;
        step.held = true;
        hold.keep(gate, this);
        this.trace?.(`${line(this.nowMs, step)} (held until ${hold.until.kind} P${hold.until.process})`);
        break;
      }
    }
    if (!gate.isShut()) return false;
    gate.wait(step);
    return true;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let below = heap[child];
      if (below === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, below)) {
        child += 1;
        below = right;
      }
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Step, other: Step): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}

function line(nowMs: number, step: Step): string {
  const who = step.process < 0 ? '  ' : `P${step.process}`;
  return `${nowMs.toFixed(2).padStart(9)}  ${who}  ${step.kind} ${step.detail}`;
}

import type { MachineType } from '../catalogue/catalogue.types.js';

/** One figure of the sizing, with how it came about. */
export interface Assumption {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** `answered`: a client's answer; `derived`: calculated from answers; `assumed`: the model's own default. */
  readonly origin: 'answered' | 'derived' | 'assumed';
  readonly sentence: string;
}

/** What is needed at one moment. */
export interface Capacity {
  readonly peakRequestsPerSecond: number;
  /** Little's law: arrival rate times time in the system. */
  readonly concurrentRequests: number;
  /** With head-room, before N+1. */
  readonly vcpu: number;
  readonly memoryGib: number;
  /** Of `machine`, with the one more that may fail (N+1). */
  readonly instances: number;
  readonly storageGib: number;
  readonly egressGibPerMonth: number;
  readonly requestsPerMonth: number;
}

/** The model's result; README.md beside it states the formulas. */
export interface Sizing {
  readonly now: Capacity;
  readonly in12Months: Capacity;
  /** The machine that `instances` counts; null where nothing can be placed. */
  readonly machine: MachineType | null;
  /** Percent: what the zones, N+1 and services chosen are good for. */
  readonly availabilityTarget: number;
  readonly assumptions: readonly Assumption[];
  /** Capacity after so many months (0 to 60) when use grows by `yearlyGrowth` (0.5 is fifty percent). */
  capacityAt(months: number, yearlyGrowth: number): Capacity;
  /** The growth a year that the answers state, 0.5 being fifty percent; the model's default where they are silent. */
  readonly yearlyGrowth: number;
}

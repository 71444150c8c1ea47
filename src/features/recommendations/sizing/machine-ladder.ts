import { unitPrice } from '../../../kernel/money.js';
import type { CloudRegion, MachineType } from '../catalogue/catalogue.types.js';

/** A size that machines are chosen from. */
export interface Rung {
  readonly machine: MachineType;
  /** What it is good for under steady load: a burstable machine shows two vCPU and has a part of them. */
  readonly steadyVcpu: number;
  readonly memoryGib: number;
}

/** 4 GiB for each vCPU. Each size is a multiple of the ones before it: that is what keeps total capacity monotone. */
const SHAPES = [
  { vcpu: 2, memoryGib: 2, isShared: true },
  { vcpu: 2, memoryGib: 4, isShared: true },
  { vcpu: 2, memoryGib: 8, isShared: false },
  { vcpu: 4, memoryGib: 16, isShared: false },
  { vcpu: 8, memoryGib: 32, isShared: false },
  { vcpu: 16, memoryGib: 64, isShared: false },
] as const;
const GIB_PER_VCPU = 4;

export interface LadderNeeds {
  /** Burstable machines run out of credit under real-time load. */
  readonly isRealTime: boolean;
  /** The largest size, in vCPU: many small machines follow a load better than few large ones. */
  readonly largestVcpu: number;
}

/**
 * The sizes that a region offers, smallest first: of each the cheapest machine (x86: nobody asks what the software was
 * built for). Where a region's prices are not known, the provider's machines as priced elsewhere.
 */
export function ladderOf(
  machines: readonly MachineType[],
  region: CloudRegion,
  { isRealTime, largestVcpu }: LadderNeeds,
): readonly Rung[] {
  const ofProvider = machines.filter((machine) => machine.provider === region.provider && isUsual(machine));
  const rungs = (priced: boolean): readonly Rung[] =>
    SHAPES.filter((shape) => shape.vcpu <= largestVcpu && !(shape.isShared && isRealTime)).flatMap(
      (shape) => {
        const [cheapest] = ofProvider
          .filter((machine) => machine.vcpu === shape.vcpu && machine.memoryGib === shape.memoryGib)
          .filter((machine) => (machine.family === 'burstable') === shape.isShared)
          .filter((machine) => !priced || machine.usdPerHour[region.name] !== undefined)
          .toSorted(
            (a, b) => compareRates(rateIn(a, region), rateIn(b, region)) || compareText(a.name, b.name),
          );
        if (cheapest === undefined) return [];
        const { memoryGib } = shape;
        return [{ machine: cheapest, steadyVcpu: memoryGib / GIB_PER_VCPU, memoryGib }];
      },
    );
  const here = rungs(true);
  return here.some((rung) => rung.machine.family !== 'burstable') ? here : rungs(false);
}

/** No GPU, and not for processors other than x86 (AWS marks them by a g after the generation: m7g). */
function isUsual(machine: MachineType): boolean {
  return machine.gpu === 0 && machine.family !== 'memory' && !/^[a-z]+\d+g[a-z]*\./.test(machine.name);
}

/** The region's price, else the lowest known: only to compare. */
function rateIn(machine: MachineType, region: CloudRegion): bigint {
  const own = machine.usdPerHour[region.name];
  if (own !== undefined) return unitPrice(own);
  return Object.values(machine.usdPerHour).map(unitPrice).toSorted(compareRates)[0] ?? 0n;
}

function compareRates(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

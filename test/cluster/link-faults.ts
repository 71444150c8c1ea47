import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Scene } from './fault.js';
import type { Link } from './links.js';
import type { NodeLinks } from './node.js';

type LinkName = keyof NodeLinks;
type Break = (link: Link, holdMs: number) => Promise<void>;

/** Longer and shorter than a lease, so that both sides of that bound are met. */
const HOLD_LEASES = { least: 0.3, most: 2.5 } as const;
const LATE_MS = 120;

const BREAKS: Readonly<Record<string, Break>> = {
  frozen: async (link, holdMs) => {
    await link.freeze();
    await pause(holdMs);
    await link.thaw();
  },
  cut: async (link, holdMs) => {
    await link.refuse();
    await link.cut();
    await pause(holdMs);
    await link.accept();
  },
  'half-closed': async (link, holdMs) => {
    await link.halfClose();
    await pause(holdMs);
    await link.cut(); // what is still open in one direction ends now
  },
  late: async (link, holdMs) => {
    await link.delay(LATE_MS);
    await pause(holdMs);
    await link.delay(0);
  },
};

/** A link of one process is frozen, cut, half-closed or slow for a while. */
function linkFault(linkName: LinkName, breakName: string): Fault {
  return {
    name: `${NAMES[linkName]} ${breakName}`,
    group: linkName === 'mongo' ? 'database' : linkName,
    database: linkName === 'mongo' && breakName !== 'late' ? 'victim' : null,
    happen: ({ cluster, random }: Scene, { links }) => {
      const holdMs = cluster.timing.leaseMs * random.between(HOLD_LEASES.least, HOLD_LEASES.most);
      return (BREAKS[breakName] ?? never(breakName))(links[linkName], holdMs);
    },
  };
}

const NAMES: Readonly<Record<LinkName, string>> = {
  commands: 'command link',
  bus: 'bus',
  mongo: 'MongoDB link',
};

function never(name: string): never {
  throw new Error(`there is no break ${name}`);
}

export const linkFaults: readonly Fault[] = (['bus', 'commands', 'mongo'] as const).flatMap((link) =>
  Object.keys(BREAKS).map((name) => linkFault(link, name)),
);

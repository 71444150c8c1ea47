import { adviceOf } from '../../advice/advice-builder.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, counted } from '../because.js';
import { LOAD, UPTIME } from './answers.js';
import { downtimeMinutes, duration } from './recovery-tier.js';
import { countedUnits } from './counted-units.js';

/**
 * What the providers promise in their service level agreements, percent of a month: AWS and Google Cloud, early 2025.
 * Azure promises 99.95 for the gateway and 99.99 for the database: in a row the same.
 */
const PROMISED = {
  machinesOverZones: 99.99,
  machine: 99.5,
  loadBalancer: 99.99,
  databaseWithStandby: 99.95,
  database: 99.5,
} as const;
const ZONED_FROM = 99.9;

/** Zones and spares, and what uptime follows when the parts stand in a row. Null where nothing stands in a cloud. */
export function availabilityAdvice(situation: Situation): Advice | null {
  const { sizing, plan, answers } = situation;
  if (plan.region === null) return null;
  const target = sizing.availabilityTarget;
  const units = countedUnits(situation);
  const zones = Math.min(plan.region.zones, target >= ZONED_FROM ? 3 : 2);
  const parts = partsOf(zones, target);
  const expected = inARow(parts.map((part) => part.percent));
  const [allowed, likely] = [downtimeMinutes(target), downtimeMinutes(expected)];
  const isMet = likely <= allowed;
  const promise = `${expected.toFixed(2)} percent`;
  return adviceOf(situation, 'infrastructure_agent', {
    key: 'availability',
    title: `Spread ${sizing.now.instances} ${units} over ${counted(zones, 'zone')} of ${plan.region.name}`,
    summary: `${sizing.now.instances} ${units} over ${counted(zones, 'zone')}, a load balancer and ${zones > 1 && target >= ZONED_FROM ? 'a database with a standby' : 'a database'} promise ${promise} in a row: ${duration(likely)} down a year. The target of ${target} percent allows ${duration(allowed)}${isMet ? '.' : ', so recovery in a second region has to make up the rest.'}`,
    reasons: [
      because(
        answers,
        UPTIME,
        `${duration(allowed)} of downtime a year are allowed, ${duration(likely)} are to be expected.`,
        `${target} percent are assumed.`,
      ),
      `Sizing: ${sizing.assumptions.find((one) => one.name === 'zones')?.sentence ?? ''}`,
    ],
    restsOn: [{ path: UPTIME, weight: 3 }, LOAD],
    margin: isMet && allowed > 0 ? 1 - likely / allowed : 0,
    serves: { reliability: 1, operations: 0.4 },
    services: [],
    extraHours: 24,
    data: {
      target_percent: target,
      expected_percent: Math.round(expected * 1_000) / 1_000,
      allowed_downtime_minutes_a_year: Math.round(allowed),
      expected_downtime_minutes_a_year: Math.round(likely),
      target_is_met: isMet,
      zones,
      parts,
      priced_by: 'cloud_engineer_agent',
      alternatives: [
        {
          name: 'All in one zone',
          provider: plan.primary,
          estimated_monthly_cost: null,
          why_not: `Promises ${inARow([PROMISED.machine, PROMISED.loadBalancer, PROMISED.database]).toFixed(2)} percent only.`,
        },
      ],
    },
    benefits: [
      zones > 1 ? 'The loss of a zone is met without anybody being called' : 'The loss of a machine is met',
      'Maintenance and releases without a window',
    ],
    steps: [
      `Put the ${units} over ${counted(zones, 'zone')}, with health checks that replace what fails`,
      'Set time-outs and retries with back-off on every call between parts',
      'Take a zone away in a rehearsal each half year, under load',
      'Measure the uptime from outside, where users are',
    ],
    risks: [
      'The promises are the providers’ refunds, not guarantees, and errors of one’s own come on top.',
      ...(plan.region.zones < 2 ? [`${plan.region.name} has a single zone: its loss is a disaster.`] : []),
      ...(isMet
        ? []
        : [`One region does not reach ${target} percent by the promises: see disaster recovery.`]),
    ],
    businessImpact: `About ${duration(likely)} of downtime a year by the promises, ${duration(allowed)} are allowed.`,
    tags: ['availability', 'zones'],
    priority: target >= ZONED_FROM ? 'high' : 'medium',
    category: 'reliability',
    pillar: 'reliability',
  });
}

interface Part {
  readonly part: string;
  readonly percent: number;
}

function partsOf(zones: number, target: number): readonly Part[] {
  const isSpread = zones > 1;
  const hasStandby = isSpread && target >= ZONED_FROM;
  return [
    { part: 'load balancer', percent: PROMISED.loadBalancer },
    { part: 'machines', percent: isSpread ? PROMISED.machinesOverZones : PROMISED.machine },
    { part: 'database', percent: hasStandby ? PROMISED.databaseWithStandby : PROMISED.database },
  ];
}

/** All have to work: their shares multiply. */
function inARow(percents: readonly number[]): number {
  return percents.reduce((product, percent) => product * (percent / 100), 1) * 100;
}

import { decimal, priceOf } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import { HOURS_PER_MONTH, machineRate } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice, Alternative } from '../../recommendation.js';
import { type MachineChoice, machineChoices } from '../../sizing/sizing.js';
import type { Capacity } from '../../sizing/sizing.types.js';
import { because, whole } from '../because.js';
import {
  GROWTH_OF_USE,
  LANGUAGES,
  LOAD,
  REQUESTS,
  RESPONSE_TIME,
  UPTIME,
  USERS_IN_12_MONTHS,
} from './answers.js';
import { countedUnits, runsOnMachines } from './counted-units.js';

/** How much is needed now and in a year, and of which machine. The machines themselves are priced with the compute. */
export function capacityAdvice(situation: Situation): Advice {
  const { sizing, plan } = situation;
  const { now, in12Months, machine } = sizing;
  const machines = machine === null ? 'machines of 4 vCPU and 16 GiB' : machine.name;
  const onMachines = runsOnMachines(situation);
  const units = onMachines ? `x ${machines}` : `copies as large as ${machines}`;
  const others = alternatives(situation);
  return adviceOf(situation, 'infrastructure_agent', {
    key: 'capacity',
    title: `Plan for ${now.instances} ${units} today and ${whole(in12Months.instances)} in twelve months`,
    summary: `The peak of ${whole(now.peakRequestsPerSecond)} requests a second keeps ${now.concurrentRequests.toFixed(1)} in work at once: ${now.vcpu.toFixed(1)} vCPU and ${now.memoryGib.toFixed(1)} GiB with head-room, ${now.instances} ${countedUnits(situation)} with spares. In twelve months ${in12Months.vcpu.toFixed(1)} vCPU and ${whole(in12Months.storageGib)} GiB of storage.`,
    reasons: reasonsOf(situation),
    restsOn: [LOAD, GROWTH_OF_USE, { path: RESPONSE_TIME, weight: 2 }, { path: LANGUAGES, weight: 1 }],
    margin: marginOf(situation),
    serves: { performance: 1, scalability: 0.8, cost: 0.4 },
    services: [],
    extraHours: 16,
    data: {
      now: shown(now),
      in_12_months: shown(in12Months),
      yearly_growth: sizing.yearlyGrowth,
      machine: machine?.name ?? null,
      monthly_cost_of_machines: costNow(situation),
      priced_by: 'cloud_engineer_agent',
      assumptions: sizing.assumptions,
      alternatives: others,
    },
    benefits: [
      'Each figure follows from an answer or a stated assumption, and can be recalculated when either changes',
      `The peak is met with the loss of ${(plan.region?.zones ?? 1) > 1 ? 'a machine or a zone' : 'a machine'}`,
    ],
    steps: [
      'Measure CPU and memory of a request in a load test, and replace the assumed figures by the measured',
      `Load-test at ${whole(now.peakRequestsPerSecond * 2)} requests a second, twice the planned peak, before going live`,
      'Compare the plan with the measured peak each month, and order capacity one month before it is needed',
    ],
    prerequisites: ['A load test with realistic requests and data'],
    risks: [
      'The CPU of a request is assumed by the class of the language: a measured value may differ by several times.',
      ...(machine?.family === 'burstable' && onMachines
        ? [
            `${machine.name} has its full speed only for a time: watch its credits, and change the machine when they run out.`,
          ]
        : []),
      ...(in12Months.instances > 4 * now.instances
        ? [
            `At ${whole(in12Months.instances)} machines a larger type is easier to run: decide again when there are ${4 * now.instances}.`,
          ]
        : []),
    ],
    businessImpact: 'Neither a peak that is turned away nor machines that nobody needs.',
    tags: ['capacity', 'sizing'],
    priority: 'high',
    category: 'capacity',
    pillar: 'performance',
  });
}

function reasonsOf({ answers, sizing }: Situation): readonly string[] {
  const { now } = sizing;
  const said = (name: string) => sizing.assumptions.find((one) => one.name === name)?.sentence ?? '';
  return [
    because(
      answers,
      REQUESTS,
      `with the response time that is ${now.concurrentRequests.toFixed(1)} requests in work at once (Little's law).`,
      said('peak_requests_per_second'),
    ),
    because(
      answers,
      RESPONSE_TIME,
      `a CPU may be busy ${Math.round((sizing.assumptions.find((one) => one.name === 'utilisation')?.value ?? 0) * 100)} percent at the peak to keep it.`,
      said('response_time'),
    ),
    because(answers, LANGUAGES, said('cpu_per_request'), said('cpu_per_request')),
    because(answers, USERS_IN_12_MONTHS, said('yearly_growth'), said('yearly_growth')),
    because(answers, UPTIME, said('zones'), said('uptime_target')),
  ];
}

/** Costs that lie closer are the same: then fewer machines to run are better. */
const SAME_COST = 0.05;

/** By how much the next best size is worse: in cost, or where that is the same, in machines to run. */
function marginOf(situation: Situation): number | null {
  const { machine } = situation.sizing;
  const choices = machineChoices(situation.answers, situation.catalogue.machines, situation.plan.region);
  const chosen = choices.find((choice) => choice.machine.name === machine?.name);
  const [best] = choices
    .filter((choice) => choice !== chosen)
    .toSorted((a, b) => hourly(situation, a) - hourly(situation, b));
  if (chosen === undefined || best === undefined) return null;
  const inCost = relativeMargin(hourly(situation, chosen), hourly(situation, best));
  if (inCost > SAME_COST) return hourly(situation, chosen) < hourly(situation, best) ? inCost : 0;
  return chosen.instances < best.instances ? relativeMargin(chosen.instances, best.instances) : 0;
}

function alternatives(situation: Situation): readonly Alternative[] {
  const { machine, now } = situation.sizing;
  const choices = machineChoices(situation.answers, situation.catalogue.machines, situation.plan.region);
  return choices
    .filter((choice) => choice.machine.name !== machine?.name)
    .map((choice) => ({
      name: `${whole(choice.instances)} x ${choice.machine.name}`,
      provider: choice.machine.provider,
      estimated_monthly_cost: monthly(situation, choice),
      why_not:
        choice.instances > now.instances
          ? `Needs ${whole(choice.instances)} machines instead of ${now.instances}: more to run and to patch.`
          : 'Larger than the least number of machines needs: the spare ones cost more.',
    }));
}

function costNow(situation: Situation): string | null {
  const { machine, now } = situation.sizing;
  return machine === null ? null : monthly(situation, { machine, instances: now.instances });
}

function monthly({ plan }: Situation, { machine, instances }: MachineChoice): string | null {
  if (plan.region === null) return null;
  return decimal(priceOf(machineRate(machine, plan.region).perHour, instances * HOURS_PER_MONTH));
}

function hourly({ plan }: Situation, { machine, instances }: MachineChoice): number {
  return plan.region === null ? 0 : Number(machineRate(machine, plan.region).perHour) * instances;
}

/** As the wire names it, rounded to what can be believed. */
export function shown(capacity: Capacity) {
  const places = (value: number) => Math.round(value * 100) / 100;
  return {
    peak_requests_per_second: places(capacity.peakRequestsPerSecond),
    concurrent_requests: places(capacity.concurrentRequests),
    vcpu: places(capacity.vcpu),
    memory_gib: places(capacity.memoryGib),
    instances: capacity.instances,
    storage_gib: capacity.storageGib,
    egress_gib_per_month: places(capacity.egressGibPerMonth),
    requests_per_month: Math.round(capacity.requestsPerMonth),
  };
}

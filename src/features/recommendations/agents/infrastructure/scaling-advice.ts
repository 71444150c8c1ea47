import { decimal, priceOf } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { HOURS_PER_MONTH, machineRate } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, whole } from '../because.js';
import { AUTO_SCALING, GROWTH_OF_USE, LOAD, USERS_IN_12_MONTHS } from './answers.js';
import { countedUnits } from './counted-units.js';

/** Beyond the plan for a year: what a peak that nobody expected may take. */
const REACH = 2;
const COOL_DOWN_MINUTES = 10;

/** Between which bounds, on which sign, and what it saves. Null where nothing of one's own scales. */
export function scalingAdvice(situation: Situation): Advice | null {
  const { sizing, plan, answers } = situation;
  const { machine, now, in12Months } = sizing;
  if (machine === null || plan.region === null || plan.architecture === 'serverless') return null;
  const bounds = boundsOf(situation);
  const units = countedUnits(situation);
  const rate = machineRate(machine, plan.region).perHour;
  const spared = now.instances - bounds.mean;
  const saving = decimal(priceOf(rate, spared * HOURS_PER_MONTH));
  const spares = saving === '0.00' ? 'what is spared is more after growth' : `which spares up to $${saving}`;
  const isAsked = answers.technical.scalability_requirements?.auto_scaling_required === true;
  if (!isAsked && spared === 0 && in12Months.instances === now.instances) return null; // nothing to follow
  const percent = Math.round(bounds.utilisation * 100);
  return adviceOf(situation, 'infrastructure_agent', {
    key: 'scaling',
    title: `Let ${bounds.least} to ${whole(bounds.most)} ${units} follow the load`,
    summary: `Keep at least ${bounds.least} ${units}, add some above ${percent} percent of CPU, and allow ${whole(bounds.most)}, ${REACH} times the plan for twelve months. Over a month about ${bounds.mean} of ${now.instances} run, ${spares}.`,
    reasons: [
      because(
        answers,
        AUTO_SCALING,
        isAsked
          ? 'capacity follows the load by itself.'
          : 'it is still cheaper than paying for the peak all month.',
      ),
      because(
        answers,
        USERS_IN_12_MONTHS,
        `the plan grows from ${now.instances} ${units} to ${whole(in12Months.instances)}.`,
      ),
    ],
    restsOn: [{ path: AUTO_SCALING, weight: 2 }, LOAD, GROWTH_OF_USE],
    margin: spared / now.instances,
    serves: { scalability: 1, cost: 0.6, performance: 0.5, sustainability: 0.4 },
    services: [],
    extraHours: 24,
    data: {
      least_instances: bounds.least,
      most_instances: bounds.most,
      mean_instances: bounds.mean,
      target_cpu_utilisation: bounds.utilisation,
      cool_down_minutes: COOL_DOWN_MINUTES,
      saves_monthly_up_to: saving,
      alternatives: [
        {
          name: `${now.instances} ${units} all month`,
          provider: plan.primary,
          estimated_monthly_cost: decimal(priceOf(rate, now.instances * HOURS_PER_MONTH)),
          why_not: 'Pays for the peak at every hour, and has nothing in hand for a higher one.',
        },
      ],
    },
    benefits: [
      'A peak is met without anybody being called',
      ...(spared > 0 ? [`Up to $${saving} a month less than the peak all month`] : []),
    ],
    steps: [
      'Make the start of an instance quick: everything in the image, ready in under two minutes',
      `Scale out above ${percent} percent of CPU over a minute, in after ${COOL_DOWN_MINUTES} minutes below half of it`,
      'Add capacity by the clock before peaks that are known',
      'Test both directions under load, and put an alarm on reaching the upper bound',
    ],
    prerequisites: ['No state on the instances: sessions in the cache or the database'],
    risks: [
      'The database does not scale with the instances: bound their connections with a pool.',
      'An error that makes load (retries without back-off) also makes cost: the upper bound is a budget.',
    ],
    businessImpact: `Growth to ${whole(in12Months.peakRequestsPerSecond)} requests a second needs no new project.`,
    tags: ['scaling', 'elasticity'],
    priority: isAsked ? 'high' : 'medium',
    category: 'scaling',
    pillar: 'cost',
  });
}

/** Least, mean and most machines. */
export function boundsOf({ sizing }: Situation) {
  const value = (name: string, otherwise: number) =>
    sizing.assumptions.find((one) => one.name === name)?.value ?? otherwise;
  const zones = value('zones', 1);
  const least = Math.min(sizing.now.instances, Math.max(2, zones));
  return {
    least,
    mean: Math.max(least, Math.ceil(sizing.now.instances * value('mean_of_peak', 1))),
    most: REACH * Math.max(sizing.now.instances, sizing.in12Months.instances),
    utilisation: value('utilisation', 0),
  };
}

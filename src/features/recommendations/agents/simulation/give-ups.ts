import { decimal, shareOf, toCents, type Usd, usd, ZERO_USD } from '../../../../kernel/money.js';
import { totalOf } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice, RecommendationPriority, RecommendedService } from '../../recommendation.js';
import { recoveryServices } from '../infrastructure/recovery-services.js';
import { duration, STRATEGIES, STRATEGY_NAMES, TIERS, tierFor } from '../infrastructure/recovery-tier.js';
import { boundsOf } from '../infrastructure/scaling-advice.js';

/** Something to give up, by the names of the wire. */
export interface GiveUp {
  readonly option: string;
  readonly saves_monthly: string;
  /** 0 (nothing) to 4: what is lost. */
  readonly loss: number;
  readonly what_is_lost: string;
  /** Whether it is among those that are needed to come down to the budget. */
  readonly is_needed: boolean;
}

export interface GiveUps {
  readonly options: readonly GiveUp[];
  /** With all that are needed. */
  readonly remaining: Usd;
  readonly fits: boolean;
}

/**
 * What a commitment for a year saves on machines. Google publishes 28 percent for flexible commitments and AWS about as much for
 * Compute Savings Plans without payment in advance (2025); a little less is counted.
 */
const COMMITMENT_PERCENT = 25;
/** How to pay and when to run: nobody who uses it loses anything. */
const LOSS_OF_SCALING = 0.05;
const LOSS_OF_COMMITMENT = 0.1;
const WEIGHT: Readonly<Record<RecommendationPriority, number>> = { low: 1, medium: 2, high: 3, critical: 4 };
/** What can be left out as a whole: what learns or is a pilot. All else carries something. */
const OPTIONAL: readonly Advice['category'][] = ['artificial_intelligence', 'machine_learning'];

/** What to give up, the cheapest loss first, until the total is within the budget. No saving is counted twice. */
export function giveUpsFor(
  situation: Situation,
  advice: readonly Advice[],
  total: Usd,
  budget: Usd,
): GiveUps {
  const candidates = [
    ...machineSavings(situation, advice),
    ...cheaperServices(situation, advice),
    ...recoverySteps(situation, advice),
    ...withoutOptional(advice),
  ]
    .map((candidate) => ({ ...candidate, saves: toCents(candidate.saves) }))
    .filter((candidate) => candidate.saves > ZERO_USD);
  let remaining = total;
  const options = candidates.toSorted(byLoss).map(({ saves, ...option }): GiveUp => {
    const isNeeded = remaining > budget;
    if (isNeeded) remaining = less(remaining, saves);
    return { ...option, saves_monthly: decimal(saves), is_needed: isNeeded };
  });
  return { options, remaining, fits: remaining <= budget };
}

type Candidate = Omit<GiveUp, 'saves_monthly' | 'is_needed'> & { readonly saves: Usd };

function byLoss(a: Candidate, b: Candidate): number {
  return a.loss - b.loss || Number(b.saves - a.saves) || (a.option < b.option ? -1 : 1);
}

/** Machines that follow the load, then a commitment for those that are left. */
function machineSavings(situation: Situation, advice: readonly Advice[]): readonly Candidate[] {
  const cost = totalOf(advice.filter((one) => one.category === 'compute').flatMap(machinesOf));
  const { instances } = situation.sizing.now;
  const scales = advice.some((one) => one.category === 'scaling');
  const spared = scales ? shareOf(cost, instances - boundsOf(situation).mean, instances) : ZERO_USD;
  return [
    {
      option: 'Let the machines follow the load instead of paying for the peak all month',
      saves: spared,
      loss: LOSS_OF_SCALING,
      what_is_lost: 'Seconds at the beginning of a peak that nobody expected.',
    },
    {
      option: `Commit to the machines that always run for a year (about ${COMMITMENT_PERCENT} percent off)`,
      saves: shareOf(less(cost, spared), COMMITMENT_PERCENT, 100),
      loss: LOSS_OF_COMMITMENT,
      what_is_lost: 'The freedom to leave or shrink within the year.',
    },
  ];
}

function machinesOf(advice: Advice): readonly RecommendedService[] {
  return advice.recommended_services.filter(
    ({ service_category: category }) => category === 'compute' || category === 'containers',
  );
}

/** What is replaced elsewhere on this list, or by nothing cheaper: a control stays as the regulation asks for it. */
const KEPT: readonly Advice['category'][] = ['compute', 'compliance', 'security', ...OPTIONAL];

/** Of each service beside the machines the cheapest alternative that was weighed at the same provider. */
function cheaperServices({ plan }: Situation, advice: readonly Advice[]): readonly Candidate[] {
  return advice
    .filter((one) => !KEPT.includes(one.category) && one.agent_name !== 'compliance_agent')
    .filter((one) => one.key !== 'disaster_recovery')
    .flatMap((one) =>
      one.recommended_services.flatMap((service) => {
        const own = usd(service.estimated_monthly_cost);
        const [cheapest] = service.alternatives
          .filter((other) => other.provider === plan.primary && other.estimated_monthly_cost !== null)
          .map((other) => ({ ...other, cost: usd(other.estimated_monthly_cost ?? '0') }))
          .filter((other) => other.cost < own)
          .toSorted((a, b) => Number(a.cost - b.cost));
        if (cheapest === undefined) return [];
        return [
          {
            option: `${cheapest.name} instead of ${service.service_name}`,
            saves: less(own, cheapest.cost),
            loss: lossOf(one, 0.5),
            what_is_lost: cheapest.why_not,
          },
        ];
      }),
    );
}

/** One step slower after the other; each saves what it costs less than the one before. */
function recoverySteps(situation: Situation, advice: readonly Advice[]): readonly Candidate[] {
  const recovery = advice.find((one) => one.key === 'disaster_recovery');
  const region = situation.plan.recoveryRegion;
  if (recovery === undefined || region === null) return [];
  const chosen = STRATEGIES.indexOf(tierFor(situation.answers, situation.sizing.availabilityTarget).strategy);
  const slower = STRATEGIES.slice(0, chosen).toReversed();
  let before = usd(recovery.total_estimated_monthly_cost);
  return slower.map((strategy, index) => {
    const cost = totalOf(recoveryServices(situation, region, strategy));
    const saves = less(before, cost);
    before = cost < before ? cost : before;
    return {
      option: `Recover with ${STRATEGY_NAMES[strategy]} instead of ${STRATEGY_NAMES[STRATEGIES[chosen - index] ?? strategy]}`,
      saves,
      loss: lossOf(recovery, (index + 1) / STRATEGIES.length),
      what_is_lost: `After the loss of a region it takes ${duration(TIERS[strategy].rtoMinutes)}, and up to ${duration(TIERS[strategy].rpoMinutes)} of work are lost.`,
    };
  });
}

function withoutOptional(advice: readonly Advice[]): readonly Candidate[] {
  return advice
    .filter((one) => OPTIONAL.includes(one.category))
    .map((one) => ({
      option: `Do without: ${one.title}`,
      saves: usd(one.total_estimated_monthly_cost),
      loss: lossOf(one, 1),
      what_is_lost: one.business_impact,
    }));
}

/** Its priority, 1 to 4, by how much it serves the goals; a share of that where only a part of it is given up. */
function lossOf({ priority, alignment_score: alignment }: Advice, share: number): number {
  return Math.round(WEIGHT[priority] * (0.5 + alignment / 2) * share * 1_000) / 1_000;
}

/** Never below nothing. */
function less(amount: Usd, other: Usd): Usd {
  return (amount > other ? amount - other : ZERO_USD) as Usd; // both are amounts, and it is not negative
}

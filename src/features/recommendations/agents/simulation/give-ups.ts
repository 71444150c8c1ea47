import { decimal, shareOf, sumOf, type Usd, usd, ZERO_USD } from '../../../../kernel/money.js';
import type { Advice, RecommendationPriority } from '../../recommendation.js';

/** Something to give up, by the names of the wire. */
export interface GiveUp {
  readonly option: string;
  readonly saves_monthly: string;
  /** 0 (nothing) to 4: what is lost. */
  readonly loss: number;
  readonly what_is_lost: string;
  /** The advice that it is about: agent and key; null where it is about how to pay. */
  readonly advice: string | null;
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
const COMMITMENT_LOSS = 0.1;
const WEIGHT: Readonly<Record<RecommendationPriority, number>> = { low: 1, medium: 2, high: 3, critical: 4 };
/** Without these there is nothing to run, or it may not run. */
const NEEDED: readonly Advice['category'][] = ['compute', 'database', 'compliance', 'security'];

/** What to give up, the cheapest loss first, until the total is within the budget; each priced by its own advice. */
export function giveUpsFor(advice: readonly Advice[], total: Usd, budget: Usd): GiveUps {
  const candidates = [...commitment(advice), ...dispensable(advice)].toSorted(
    (a, b) => a.loss - b.loss || Number(b.saves - a.saves) || (a.option < b.option ? -1 : 1),
  );
  let remaining = total;
  const options = candidates.map(({ saves, ...option }): GiveUp => {
    const isNeeded = remaining > budget;
    if (isNeeded) remaining = (remaining > saves ? remaining - saves : ZERO_USD) as Usd; // never negative
    return { ...option, saves_monthly: decimal(saves), is_needed: isNeeded };
  });
  return { options, remaining, fits: remaining <= budget };
}

type Candidate = Omit<GiveUp, 'saves_monthly' | 'is_needed'> & { readonly saves: Usd };

/** Only of machines that stay whatever is given up: a saving is not counted twice. */
function commitment(advice: readonly Advice[]): readonly Candidate[] {
  const machines = advice
    .filter((one) => !isDispensable(one))
    .flatMap((one) => one.recommended_services)
    .filter((service) => service.service_category === 'compute' && service.cost_model === 'per_hour');
  const cost = sumOf(machines.map((service) => usd(service.estimated_monthly_cost)));
  if (cost === ZERO_USD) return [];
  return [
    {
      option: `Commit to today's machines for a year (about ${COMMITMENT_PERCENT} percent off)`,
      saves: shareOf(cost, COMMITMENT_PERCENT, 100),
      loss: COMMITMENT_LOSS,
      what_is_lost: 'The freedom to leave or shrink within the year.',
      advice: null,
    },
  ];
}

function dispensable(advice: readonly Advice[]): readonly Candidate[] {
  return advice.filter(isDispensable).map((one) => ({
    option: `Do without: ${one.title}`,
    saves: usd(one.total_estimated_monthly_cost),
    loss: Math.round(WEIGHT[one.priority] * (0.5 + one.alignment_score / 2) * 1_000) / 1_000,
    what_is_lost: one.business_impact,
    advice: `${one.agent_name}/${one.key}`,
  }));
}

function isDispensable(advice: Advice): boolean {
  return (
    !NEEDED.includes(advice.category) &&
    advice.agent_name !== 'compliance_agent' &&
    usd(advice.total_estimated_monthly_cost) > ZERO_USD
  );
}

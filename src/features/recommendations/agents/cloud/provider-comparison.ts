import { PROVIDER_NAMES } from '../../advice/names.js';
import { decimal, sumOf, type Usd, usd, ZERO_USD } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import type { Plan, Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, listed } from '../because.js';
import { offerOf, regionAt } from '../offers.js';
import { balancerWanted } from './balancer.js';
import { hostingOffer } from './hosting.js';
import { type Part, priceOfParts } from './part.js';
import type { Shape } from './shape.js';

/** The whole system at each provider, by the same use: what the choice of the primary one costs or saves. */
export function providerComparison(situation: Situation, shape: Shape, parts: readonly Part[]): Advice {
  const { answers, plan } = situation;
  const bills = plan.providers.map((judged) => billOf(situation, shape, parts, judged));
  const chosen = bills.find((bill) => bill.provider === plan.primary);
  const [first, second] = plan.providers;
  const name = PROVIDER_NAMES[plan.primary];
  const shown = bills.map(
    (bill) =>
      `${PROVIDER_NAMES[bill.provider]} ${bill.monthly === null ? 'not possible' : `$${bill.monthly}`}`,
  );
  return adviceOf(situation, 'cloud_engineer_agent', {
    key: 'provider_comparison',
    title: `${name} as the provider: $${chosen?.monthly ?? '0.00'} a month for the same system`,
    summary: `The same parts, sized alike and priced in the nearest allowed regions, cost a month: ${listed(shown)}. ${name} leads with a score of ${first?.score.toFixed(2) ?? '0'}, before ${second ? `${PROVIDER_NAMES[second.provider]} with ${second.score.toFixed(2)}` : 'none'}.`,
    reasons: [
      ...(first?.reasons ?? []),
      because(
        answers,
        '/business_requirements/cloud_provider_preference',
        `${name} leads the comparison.`,
        'all three providers were compared alike.',
      ),
    ],
    restsOn: [
      { path: '/business_requirements/cloud_provider_preference', weight: 3 },
      { path: '/technical_requirements/current_cloud_providers', weight: 2 },
      { path: '/business_requirements/data_residency_requirements', weight: 2 },
      { path: '/technical_requirements/scalability_requirements/planned_regions', weight: 1 },
      { path: '/business_requirements/budget_constraints/cost_optimization_priority', weight: 1 },
    ],
    margin: second ? relativeMargin(first?.score ?? 0, second.score) : null,
    serves: { cost: 0.9, delivery: 0.3, compliance: 0.3 },
    services: [],
    data: { comparison: bills },
    benefits: [
      'One place for identities, bills and skills',
      'The price of leaving is known before anybody is bound',
    ],
    steps: [
      `Open the organisation at ${name} with separate accounts for production and test`,
      'Ask for credits and committed-use prices once three months are measured',
      'Repeat this comparison once a year by the measured use',
    ],
    risks: [
      ...dearer(bills, plan.primary),
      'List prices are compared: negotiated ones can turn the order.',
      ...bills.flatMap((bill) =>
        bill.lacking.length > 0
          ? [
              `${PROVIDER_NAMES[bill.provider]} lacks ${listed(bill.lacking)} there: its sum is lower by that.`,
            ]
          : [],
      ),
    ],
    businessImpact: `Fixes where the system runs, for $${chosen?.monthly ?? '0.00'} a month at list prices.`,
    tags: ['providers', 'comparison', plan.primary],
    priority: 'high',
    category: 'cost',
    pillar: 'cost',
  });
}

/** What the choice costs against the cheapest, where it is not the cheapest. */
function dearer(
  bills: readonly { readonly provider: Plan['primary']; readonly monthly: string | null }[],
  primary: Plan['primary'],
): readonly string[] {
  const own = bills.find((bill) => bill.provider === primary)?.monthly ?? null;
  const priced = bills.flatMap(({ provider, monthly }) =>
    monthly === null ? [] : [{ provider, cost: usd(monthly) }],
  );
  const [cheapest] = priced.toSorted((a, b) => (a.cost < b.cost ? -1 : 1));
  if (own === null || cheapest === undefined || cheapest.cost >= usd(own)) return [];
  const more = decimal((usd(own) - cheapest.cost) as Usd); // not negative, as the line above found
  return [
    `${PROVIDER_NAMES[primary]} costs $${more} a month more than ${PROVIDER_NAMES[cheapest.provider]}: that is the price of preference, place and skills.`,
  ];
}

function billOf(
  situation: Situation,
  shape: Shape,
  parts: readonly Part[],
  { provider, score }: Situation['plan']['providers'][number],
) {
  const region = regionAt(situation, provider)?.name ?? null;
  const hosting =
    hostingOffer(situation, provider, shape.hosting) ?? hostingOffer(situation, provider, 'machines');
  if (region === null || hosting === null) return { provider, score, region, monthly: null, lacking: [] };
  const rest = priceOfParts(situation, provider, parts);
  const balancer = balancerWanted(shape, hosting.hosting);
  const balanced = balancer === null ? null : offerOf(situation, provider, balancer);
  return {
    provider,
    score,
    region,
    monthly: decimal(sumOf([hosting.monthly, balanced?.monthly ?? ZERO_USD, rest.monthly])),
    lacking: rest.lacking,
  };
}

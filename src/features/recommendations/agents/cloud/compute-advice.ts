import { PROVIDER_NAMES } from '../../advice/names.js';
import { decimal } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import type { Rest } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import { CATALOGUE_PROVIDERS } from '../../catalogue/catalogue.types.js';
import type { Advice, Alternative } from '../../recommendation.js';
import { because, whole } from '../because.js';
import { alternativesTo, certificationRisks, priceMargin } from '../offers.js';
import { balancerFor } from './balancer.js';
import { functionSeconds, type HostingOffer, hostingOffer } from './hosting.js';
import type { Hosting, Shape } from './shape.js';

const TEAM = '/business_requirements/team_structure';
const RESTS_ON: readonly Rest[] = [
  { path: '/technical_requirements/architecture_preference', weight: 1 },
  { path: '/technical_requirements/workload_types', weight: 1 },
  {
    path: '/technical_requirements/performance_requirements/requests_per_second',
    weight: 3,
    or: [
      '/technical_requirements/performance_requirements/concurrent_users',
      '/business_requirements/growth_projection/current_users',
    ],
  },
  { path: '/technical_requirements/performance_requirements/api_response_time_ms', weight: 2 },
  { path: '/technical_requirements/preferred_programming_languages', weight: 1 },
  { path: `${TEAM}/kubernetes_expertise`, weight: 1 },
  { path: `${TEAM}/devops_engineers`, weight: 1 },
];

const WAYS: Readonly<Record<Hosting, string>> = {
  machines: 'virtual machines',
  kubernetes: 'Kubernetes',
  managed_containers: 'managed containers',
  functions: 'functions',
};
const STEPS: Readonly<Record<Hosting, readonly string[]>> = {
  machines: [
    'Build one image by pipeline, with the application in it',
    'Start it in a group over all zones, behind the load balancer',
    'Scale the group by CPU, and rehearse the loss of a zone',
  ],
  kubernetes: [
    'Create the cluster with node groups in each zone',
    'State requests and limits for each service, and a budget for disruptions',
    'Deploy from the repository, and rehearse the loss of a node',
    'Plan upgrades of the cluster three times a year',
  ],
  managed_containers: [
    'Put each service into an image without state',
    'Deploy it with limits for memory and time, at least two copies',
    'Scale by requests at once, and measure the start of a copy',
  ],
  functions: [
    'Part the work into functions that end within their limit',
    'Set memory by measurement: more of it is more CPU',
    'Bound concurrency so that the database is not flooded',
    'Keep state outside, and make each call repeatable',
  ],
};
const RISKS: Readonly<Record<Hosting, readonly string[]>> = {
  machines: ['The operating system is yours to patch: renew the image each month.'],
  kubernetes: [
    'Three releases a year, each supported for about 14 months: upgrades are a standing task.',
    'A cluster without limits lets one service starve the others.',
  ],
  managed_containers: ['Copies start in seconds, not at once: keep one warm where the answer time is tight.'],
  functions: [
    'The first call after a pause is slower (cold start).',
    'Under steady load functions cost more than machines: compare again when traffic has doubled.',
  ],
};

/** How and on what the application runs. */
export function computeAdvice(situation: Situation, shape: Shape): Advice {
  const { plan, sizing } = situation;
  const offer =
    hostingOffer(situation, plan.primary, shape.hosting) ?? hostingOffer(situation, plan.primary, 'machines');
  const elsewhere = CATALOGUE_PROVIDERS.filter((provider) => provider !== plan.primary).flatMap(
    (provider) => hostingOffer(situation, provider, offer?.hosting ?? shape.hosting) ?? [],
  );
  const reasons = reasonsOf(situation, offer?.hosting ?? shape.hosting);
  const alternatives =
    offer === null ? [] : [...otherWays(situation, offer), ...alternativesTo(situation, offer, elsewhere)];
  const balancer = offer === null ? [] : balancerFor(situation, shape, offer.hosting);
  const way = WAYS[offer?.hosting ?? shape.hosting];
  const cost =
    offer === null ? 'a price that the catalogue does not know' : `$${decimal(offer.monthly)} a month`;
  const { now } = sizing;
  return adviceOf(situation, 'cloud_engineer_agent', {
    key: 'primary_compute',
    title: `Run the application on ${offer?.name ?? way} in ${plan.region?.name ?? 'the region'}`,
    summary: `${whole(now.peakRequestsPerSecond)} requests a second at the peak need ${now.vcpu.toFixed(1)} vCPU and ${now.memoryGib.toFixed(1)} GiB; ${way} at ${PROVIDER_NAMES[plan.primary]} carry that for ${cost}, spares included.`,
    reasons,
    restsOn: RESTS_ON,
    margin:
      offer === null
        ? null
        : priceMargin(
            offer.monthly,
            elsewhere.map((other) => other.monthly),
          ),
    serves: { performance: 0.8, scalability: 0.8, operations: 0.6, cost: 0.3 },
    services: [...(offer?.recommended(reasons, alternatives) ?? []), ...balancer],
    data: { hosting: offer?.hosting ?? shape.hosting, capacity: now, machine: sizing.machine?.name ?? null },
    benefits: [
      `Carries the peak of ${whole(now.peakRequestsPerSecond)} requests a second with the loss of one instance`,
      'Grows by instances, without a change of architecture',
    ],
    steps: STEPS[offer?.hosting ?? shape.hosting],
    prerequisites: ['The application keeps no state on the machine that serves it'],
    risks: [
      ...RISKS[offer?.hosting ?? shape.hosting],
      ...certificationRisks(situation, offer?.services ?? []),
    ],
    businessImpact: `The application answers at the peak, for ${cost}.`,
    tags: ['compute', offer?.hosting ?? shape.hosting],
    priority: 'high',
    category: 'compute',
    pillar: 'performance',
  });
}

function reasonsOf({ answers, plan, sizing }: Situation, hosting: Hosting): readonly string[] {
  const performance = '/technical_requirements/performance_requirements';
  const { now } = sizing;
  return [
    because(
      answers,
      '/technical_requirements/architecture_preference',
      `the plan is ${plan.architecture.replace('_', ' ')}, which runs on ${WAYS[hosting]}.`,
    ),
    because(
      answers,
      `${performance}/requests_per_second`,
      `${now.concurrentRequests.toFixed(1)} requests are in work at once.`,
      `${whole(now.peakRequestsPerSecond)} a second at the peak are derived from the users, ${now.concurrentRequests.toFixed(1)} in work at once.`,
    ),
    ...(hosting === 'kubernetes' || hosting === 'managed_containers'
      ? [
          because(
            answers,
            `${TEAM}/kubernetes_expertise`,
            hosting === 'kubernetes'
              ? 'the team can run a cluster.'
              : 'a cluster of your own would be learnt in production; from 3 with somebody for operations it is worth it.',
            'no cluster is planned for a team whose skill is unknown.',
          ),
        ]
      : []),
  ];
}

/** The same at the same provider by other ways, with their prices. */
function otherWays(situation: Situation, chosen: HostingOffer): readonly Alternative[] {
  const ways: readonly Hosting[] = ['machines', 'managed_containers', 'functions'];
  return ways
    .filter((way) => way !== chosen.hosting)
    .flatMap((way) => hostingOffer(situation, chosen.provider, way) ?? [])
    .map((offer) => ({
      name: offer.name,
      provider: offer.provider,
      estimated_monthly_cost: decimal(offer.monthly),
      why_not: whyNotThisWay(situation, chosen, offer),
    }));
}

function whyNotThisWay(situation: Situation, chosen: HostingOffer, other: HostingOffer): string {
  const isDearer = other.monthly > chosen.monthly;
  const compared = isDearer ? 'Dearer at this load' : 'Cheaper on paper at this load';
  switch (other.hosting) {
    case 'functions':
      return `${compared} (${functionSeconds(situation).toFixed(2)} s a call), ${isDearer ? 'and' : 'but'} what is planned as ${situation.plan.architecture.replace('_', ' ')} would have to be cut into functions first.`;
    case 'managed_containers':
      return `${compared}, ${isDearer ? 'and' : 'but'} it gives less say over machines and placement than ${WAYS[chosen.hosting]}.`;
    case 'machines':
    case 'kubernetes':
      return `${compared}, ${isDearer ? 'and' : 'but'} machines are patched, filled and scaled by the team, which ${WAYS[chosen.hosting]} spare it.`;
  }
}

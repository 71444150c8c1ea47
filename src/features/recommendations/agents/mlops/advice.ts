import { decimal } from '../../../../kernel/money.js';
import { adviceOf, type AdviceParts } from '../../advice/advice-builder.js';
import type { Rest } from '../../advice/confidence.js';
import { pricedService } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import {
  alternativesTo,
  certificationRisks,
  offerOf,
  offersElsewhere,
  priceMargin,
  type Wanted,
} from '../offers.js';

export const DATA_SIZE: Rest = {
  path: '/technical_requirements/scalability_requirements/current_data_size_gb',
  weight: 2,
};
export const KINDS: Rest = { path: '/technical_requirements/workload_types', weight: 2 };
export const DATA_ENGINEERS: Rest = {
  path: '/business_requirements/team_structure/data_engineers',
  weight: 2,
};
export const GOALS: Rest = {
  path: '/business_requirements/business_goals',
  weight: 1,
  or: ['/business_goal', '/business_requirements/current_pain_points'],
};

type Words = Omit<
  AdviceParts,
  'margin' | 'services' | 'title' | 'summary' | 'category' | 'pillar' | 'serves' | 'priority'
> & {
  readonly wanted: Wanted;
  readonly configuration: Readonly<Record<string, string | number | boolean>>;
  readonly pillar: AdviceParts['pillar'];
  readonly title: (service: string) => string;
  readonly summary: (service: string, monthly: string) => string;
};

/** One advice about learning, with the service of the primary provider; open software where it has none. */
export function learningAdvice(situation: Situation, words: Words): Advice {
  const { wanted, configuration, title, summary, ...rest } = words;
  const offer = offerOf(situation, situation.plan.primary, wanted);
  const common = {
    ...rest,
    serves: { insight: 1, operations: 0.4, delivery: 0.3 },
    category: 'machine_learning' as const,
    priority: 'high' as const,
  };
  if (offer === null) {
    const own = 'open software on machines of your own';
    return adviceOf(situation, 'mlops_agent', {
      ...common,
      title: title(own),
      summary: summary(own, 'no price of a service'),
      margin: null,
      services: [],
      risks: [...words.risks, 'No managed service of the kind is offered where the system runs.'],
    });
  }
  const { service, region, use, monthly } = offer;
  const elsewhere = offersElsewhere(situation, wanted);
  return adviceOf(situation, 'mlops_agent', {
    ...common,
    title: title(service.name),
    summary: summary(service.name, `$${decimal(monthly)} a month`),
    margin: priceMargin(
      monthly,
      elsewhere.map((other) => other.monthly),
    ),
    services: [
      pricedService(situation.catalogue, service, region, use, {
        configuration,
        reasons: words.reasons,
        alternatives: alternativesTo(
          situation,
          { name: service.name, monthly },
          elsewhere.map((other) => ({ ...other, name: other.service.name })),
        ),
      }),
    ],
    data: { ...words.data, usage: use },
    risks: [...words.risks, ...certificationRisks(situation, [service])],
  });
}

import { HOURS_PER_MONTH, pricedService } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { RecommendedService } from '../../recommendation.js';
import { because } from '../because.js';
import { alternativesTo, offerOf, offersElsewhere, type Wanted } from '../offers.js';
import type { Hosting, Shape } from './shape.js';

/** What stands before the copies of the application; functions are called without one. */
export function balancerWanted(shape: Shape, hosting: Hosting): Wanted | null {
  if (hosting === 'functions') return null;
  return {
    category: 'load_balancing',
    tags: [['http'], []],
    use: { hour: HOURS_PER_MONTH, processed_gb: shape.egressGib },
  };
}

/** The load balancer of the primary provider, priced. */
export function balancerFor(
  situation: Situation,
  shape: Shape,
  hosting: Hosting,
): readonly RecommendedService[] {
  const { answers, catalogue, sizing, plan } = situation;
  const wanted = balancerWanted(shape, hosting);
  const offer = wanted === null ? null : offerOf(situation, plan.primary, wanted);
  if (wanted === null || offer === null) return [];
  const { service, region, use, monthly } = offer;
  const elsewhere = offersElsewhere(situation, wanted).map((other) => ({
    ...other,
    name: other.service.name,
  }));
  const reason = because(
    answers,
    '/technical_requirements/performance_requirements/uptime_percentage',
    `an instance that fails is taken out within seconds, ${sizing.now.instances} share the load.`,
  );
  return [
    pricedService(catalogue, service, region, use, {
      configuration: { listeners: 'https', health_check_seconds: 10, drain_seconds: 30 },
      reasons: [reason],
      alternatives: alternativesTo(situation, { name: service.name, monthly }, elsewhere),
    }),
  ];
}

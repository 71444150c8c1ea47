import { decimal, sumOf, toCents, usd } from '../../src/kernel/money.js';
import { mayHold, residencyOf } from '../../src/features/recommendations/advice/placement.js';
import type { Situation } from '../../src/features/recommendations/advice/situation.js';
import type { Advice, RecommendedService } from '../../src/features/recommendations/recommendation.js';

/*
 * The rules that the advice of one run keeps, all agents together. Each gives a sentence for whatever breaks it, none where
 * all is well.
 */

const TITLE_MAX = 200;
const SUMMARY_MAX = 500;
const LEAST = 3;
const MOST = 40;
const LEAST_AGENTS = 4;

type Rule = (situation: Situation, advice: readonly Advice[]) => readonly string[];

export const RULES: Readonly<Record<string, Rule>> = {
  'from 3 to 40, by at least four agents': (_situation, advice) => {
    const agents = new Set(advice.map((each) => each.agent_name)).size;
    return [
      ...(advice.length < LEAST || advice.length > MOST ? [`${advice.length} of them`] : []),
      ...(agents < LEAST_AGENTS ? [`${agents} agents`] : []),
    ];
  },
  'one primary provider unless two are planned': ({ plan }, advice) => {
    const known: readonly string[] = [plan.primary, ...(plan.secondary === null ? [] : [plan.secondary])];
    return services(advice).flatMap(({ provider, service_name: name }) =>
      known.includes(provider) ? [] : [`${name} of ${provider}`],
    );
  },
  'nothing outside the residency requirement, and nothing in a cloud where none may be used': (
    situation,
    advice,
  ) => {
    const residency = residencyOf(situation.answers);
    return services(advice).flatMap((service) => {
      if (situation.plan.region === null) return [`${service.service_name} although nothing may be placed`];
      const region = regionOf(situation, service);
      return region === null || mayHold(region, residency)
        ? []
        : [`${service.service_name} in ${region.name}`];
    });
  },
  'every required regulation is covered': ({ plan }, advice) =>
    plan.programmes.filter(
      (programme) => !advice.some((each) => each.recommendation_data['regulation'] === programme),
    ),
  'no GPU and no platform for learning where learning is no workload': ({ plan }, advice) =>
    plan.machineLearning
      ? []
      : [
          ...services(advice)
            .filter((each) => /gpu/i.test(JSON.stringify(each.configuration)))
            .map((each) => `${each.service_name}: GPU`),
          ...services(advice)
            .filter((each) => each.service_category === 'machine_learning')
            .map((each) => each.service_name),
        ],
  'a total is the sum of its services': (_situation, advice) =>
    advice.flatMap((each) => {
      const sum = decimal(
        toCents(sumOf(each.recommended_services.map((service) => usd(service.estimated_monthly_cost)))),
      );
      const isSum = sum === each.total_estimated_monthly_cost && sum === each.cost_estimates.monthly;
      return isSum ? [] : [`${each.key}: ${each.total_estimated_monthly_cost} instead of ${sum}`];
    }),
  'nothing is paid for twice': (_situation, advice) => {
    const seen = new Map<string, string>();
    return advice.flatMap((each) =>
      each.recommended_services.flatMap((service) => {
        const name = `${service.service_name} in ${service.region ?? 'all regions'} as ${JSON.stringify(service.configuration)}`;
        const other = seen.get(name);
        seen.set(name, each.key);
        return other === undefined ? [] : [`${name}: ${other} and ${each.key}`];
      }),
    );
  },
  'confidence is calculated: between 0 and 1, and not the same for all': (_situation, advice) => {
    const scores = advice.map((each) => each.confidence_score);
    return [
      ...scores.filter((score) => !(score >= 0 && score <= 1)).map(String),
      ...(scores.some((score) => score > 0) && new Set(scores).size < 2 ? ['one score for all'] : []),
    ];
  },
  'texts are within their bounds, in one line, and say something': (_situation, advice) =>
    advice.flatMap(({ key, title, summary, ...each }) => [
      ...(title.length === 0 || title.length > TITLE_MAX || title.includes('\n') ? [`${key}: title`] : []),
      ...(summary.length === 0 || summary.length > SUMMARY_MAX || summary.includes('\n')
        ? [`${key}: summary`]
        : []),
      ...(each.reasons.length === 0 ||
      each.implementation_steps.length === 0 ||
      each.risks_and_considerations.length === 0
        ? [`${key}: no reasons, steps or risks`]
        : []),
      ...(/undefined|NaN|\[object|null\b|Infinity/.test(
        JSON.stringify([
          title,
          summary,
          each.reasons,
          each.implementation_steps,
          each.risks_and_considerations,
          each.benefits,
          each.business_impact,
        ]),
      )
        ? [`${key}: a word of the machine`]
        : []),
    ]),
  'a key stands once with an agent': (_situation, advice) => {
    const keys = advice.map((each) => `${each.agent_name}/${each.key}`);
    return keys.filter((key, index) => keys.indexOf(key) !== index);
  },
  'each service is in the catalogue and offered in its region, with alternatives or none to be had': (
    situation,
    advice,
  ) =>
    services(advice).flatMap((service) => {
      const found = situation.catalogue.services.find(
        (known) =>
          known.provider === service.provider &&
          service.service_name.startsWith(known.name) &&
          known.category === service.service_category,
      );
      if (found === undefined) return [`${service.service_name}: not in the catalogue`];
      return service.region === null || situation.catalogue.isOffered(found, service.region)
        ? []
        : [`${service.service_name}: not offered in ${service.region}`];
    }),
};

/** What breaks which rule; empty where all hold. */
export function brokenRules(situation: Situation, advice: readonly Advice[]): readonly string[] {
  return Object.entries(RULES).flatMap(([rule, check]) =>
    check(situation, advice).map((fault) => `${rule}: ${fault}`),
  );
}

function services(advice: readonly Advice[]): readonly RecommendedService[] {
  return advice.flatMap((each) => each.recommended_services);
}

function regionOf({ catalogue }: Situation, { provider, region }: RecommendedService) {
  if (region === null) return null;
  const known =
    provider === 'aws' || provider === 'azure' || provider === 'gcp'
      ? catalogue.region(provider, region)
      : null;
  if (known === null) throw new Error(`No such region of ${provider}: ${region}`);
  return known;
}

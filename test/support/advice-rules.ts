import { decimal, sumOf, toCents, usd } from '../../src/kernel/money.js';
import type { Situation } from '../../src/features/recommendations/advice/situation.js';
import type { CloudRegion } from '../../src/features/recommendations/catalogue/catalogue.types.js';
import type { Advice, RecommendedService } from '../../src/features/recommendations/recommendation.js';

/*
 * The rules that the advice of one run keeps, all agents together. Each gives a sentence for whatever breaks it, none where
 * all is well. They go by the answers themselves and not by what the plan made of them: a wrong plan breaks them too.
 */

const TITLE_MAX = 200;
const SUMMARY_MAX = 500;
const LEAST = 3;
const MOST = 40;
const LEAST_AGENTS = 4;

type Rule = (situation: Situation, advice: readonly Advice[]) => readonly string[];

export const RULES = {
  'from 3 to 40, by at least four agents': (_situation, advice) => {
    const agents = new Set(advice.map((each) => each.agent_name)).size;
    return [
      ...(advice.length < LEAST || advice.length > MOST ? [`${advice.length} of them`] : []),
      ...(agents < LEAST_AGENTS ? [`${agents} agents`] : []),
    ];
  },
  'one primary provider, and a second one only where several are welcome': ({ answers, plan }, advice) => {
    const second = answers.business.multi_cloud_acceptable === true ? plan.secondary : null;
    const known: readonly string[] = [plan.primary, ...(second === null ? [] : [second])];
    return services(advice).flatMap(({ provider, service_name: name }) =>
      known.includes(provider) ? [] : [`${name} of ${provider}`],
    );
  },
  'nothing outside the residency requirement, and nothing in a cloud where none may be used': (
    situation,
    advice,
  ) => {
    const { business, technical } = situation.answers;
    const isOnPremises = technical.deployment_model === 'on_premises';
    return services(advice).flatMap((service) => {
      const { service_name: name } = service;
      if (isOnPremises || situation.plan.region === null) return [`${name} although nothing may be placed`];
      if (service.region === null) return [];
      const region = situation.catalogue.regions.find(
        (known) => known.provider === service.provider && known.name === service.region,
      );
      return region !== undefined && isWithin(region, business.data_residency_requirements ?? [])
        ? []
        : [`${name} in ${service.region}`];
    });
  },
  'every required regulation is covered': ({ answers }, advice) =>
    (answers.business.compliance_requirements ?? []).filter(
      (required) =>
        required !== 'none' && !advice.some((each) => each.recommendation_data['regulation'] === required),
    ),
  'no GPU and no platform for learning where learning is no workload': ({ answers, catalogue }, advice) => {
    if (answers.technical.workload_types?.includes('machine_learning') === true) return [];
    const withGpu = new Set(catalogue.machines.filter(({ gpu }) => gpu > 0).map(({ name }) => name));
    return services(advice).flatMap((each) => [
      ...(/gpu/i.test(JSON.stringify(each.configuration)) ||
      Object.values(each.configuration).some((value) => withGpu.has(String(value)))
        ? [`${each.service_name}: GPU`]
        : []),
      ...(each.service_category === 'machine_learning' ? [`${each.service_name}: for learning`] : []),
    ]);
  },
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
      const isOffered =
        service.region === null
          ? found.regions === 'global'
          : situation.catalogue.isOffered(found, service.region);
      return isOffered ? [] : [`${service.service_name}: not offered in ${service.region ?? 'no region'}`];
    }),
} satisfies Readonly<Record<string, Rule>>;

/** What breaks which rule; empty where all hold. */
export function brokenRules(situation: Situation, advice: readonly Advice[]): readonly string[] {
  return Object.entries(RULES).flatMap(([rule, check]) =>
    check(situation, advice).map((fault) => `${rule}: ${fault}`),
  );
}

function services(advice: readonly Advice[]): readonly RecommendedService[] {
  return advice.flatMap((each) => each.recommended_services);
}

/** Written out once more: the plan's own way to judge it may be the wrong one. */
function isWithin({ country, inEu }: CloudRegion, places: readonly string[]): boolean {
  return places.length === 0 || places.some((place) => (place === 'eu' ? inEu : place === country));
}

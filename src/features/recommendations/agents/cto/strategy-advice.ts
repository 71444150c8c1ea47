import { PROVIDER_NAMES } from '../../advice/names.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, listed, whole } from '../because.js';
import { type Effort, isElsewhere } from './effort.js';

/** One provider, two, or none; and the way out. */
export function strategyAdvice(situation: Situation, effort: Effort): Advice {
  const { answers, plan } = situation;
  const [first, second] = plan.providers;
  const moves = isElsewhere(situation);
  return adviceOf(situation, 'cto_agent', {
    key: 'cloud_strategy',
    ...wordsOf(situation),
    reasons: [
      because(answers, '/technical_requirements/deployment_model', `${stanceOf(situation)}.`),
      because(
        answers,
        '/business_requirements/multi_cloud_acceptable',
        plan.secondary === null
          ? answers.business.multi_cloud_acceptable === true
            ? 'one provider is planned all the same, as deployment_model does not ask for several.'
            : 'one provider is planned.'
          : 'a second provider is planned beside the first.',
        'one provider is planned: two cost skills twice.',
      ),
      because(
        answers,
        '/technical_requirements/current_cloud_providers',
        moves
          ? `${whole(effort.migrationHours)} hours are planned for the move.`
          : 'the system is there already, nothing is counted for a move.',
        'nothing is counted for a move.',
      ),
      ...(isOnOwnSites(situation)
        ? []
        : [...(first?.reasons ?? []).slice(0, 2), ...plan.regionReasons.slice(0, 2)]),
    ],
    restsOn: [
      { path: '/technical_requirements/deployment_model', weight: 3 },
      { path: '/business_requirements/cloud_provider_preference', weight: 2 },
      { path: '/business_requirements/multi_cloud_acceptable', weight: 2 },
      { path: '/technical_requirements/current_cloud_providers', weight: 2 },
      { path: '/business_requirements/data_residency_requirements', weight: 1 },
      { path: '/business_requirements/business_goals', weight: 1, or: ['/business_goal'] },
    ],
    margin: first && second ? relativeMargin(first.score, second.score) : null,
    serves: { delivery: 0.6, cost: 0.5, operations: 0.6, compliance: 0.3 },
    services: [],
    extraHours: effort.migrationHours,
    data: {
      primary: plan.primary,
      secondary: plan.secondary,
      region: plan.region?.name ?? null,
      scores: plan.providers.map(({ provider, score }) => ({ provider, score })),
      rejected: plan.providers.slice(1).map(({ provider, score, reasons }) => ({
        name: PROVIDER_NAMES[provider],
        score,
        why_not: reasons.join(' '),
      })),
    },
    benefits: [
      'One set of skills, one bill and one contract to negotiate',
      'Everything is described as code, so that the way out stays open',
    ],
    steps: [
      plan.region === null
        ? isOnOwnSites(situation)
          ? 'Choose a main site and a second one, with power and lines that do not fail together'
          : 'Decide with the owner of the data whether a place can be added that a provider offers'
        : `Open the organisation in ${plan.region.name} with accounts for production, test and logs`,
      'Describe network, identities and services as code from the first day',
      moves
        ? `Move one harmless part from ${listed([...(answers.technical.current_cloud_providers ?? [])].slice(0, 3))} first, and measure`
        : 'Begin with one harmless part and measure',
      'Write the exit plan: what is exported how, and how long it takes',
    ],
    risks: [...risksOf(situation)],
    businessImpact: `Settles where the system runs for the next three years, with ${whole(effort.migrationHours)} hours of moving.`,
    tags: ['strategy', plan.region === null ? 'on-premises' : plan.primary],
    priority: answers.priority === 'critical' ? 'critical' : 'high',
    category: 'strategy',
    pillar: 'operations',
  });
}

function wordsOf({ plan, answers }: Situation): { readonly title: string; readonly summary: string } {
  const name = PROVIDER_NAMES[plan.primary];
  const [first, second] = plan.providers;
  const goal = answers.businessGoal === null ? '' : ` The goal it serves: "${answers.businessGoal}"`;
  if (plan.region === null) {
    return {
      title: isOnOwnSites({ answers })
        ? 'Run on your own sites, and keep the way into a cloud open'
        : 'Run on your own sites; no cloud region fits',
      summary: `${nowhere({ answers, plan })} The application is kept portable (containers, open databases), so that ${isOnOwnSites({ answers }) ? 'another decision later stays possible' : 'a region that opens later can be used'}.${goal}`,
    };
  }
  const lead = `${name} scores ${first?.score.toFixed(2) ?? '0'}${second ? `, before ${PROVIDER_NAMES[second.provider]} with ${second.score.toFixed(2)}` : ''}`;
  if (plan.secondary !== null) {
    const other = PROVIDER_NAMES[plan.secondary];
    return {
      title: `${name} first, ${other} second, joined by open interfaces`,
      summary: `${lead}. ${name} in ${plan.region.name} (${plan.region.city}) carries the system; ${other} holds the copy that an exit or an outage of the first needs.${goal}`,
    };
  }
  return {
    title: `One provider: ${name} in ${plan.region.city} (${plan.region.name})`,
    summary: `${lead}. One provider in ${plan.region.name}, everything as code, and a written exit plan instead of a second cloud.${goal}`,
  };
}

/** Why no cloud may be used. */
function nowhere({ answers, plan }: Pick<Situation, 'answers' | 'plan'>): string {
  if (isOnOwnSites({ answers })) return plan.regionReasons[0] ?? '';
  const codes = (answers.business.data_residency_requirements ?? []).map((code) => code.toUpperCase());
  return `No region of AWS, Azure or Google Cloud lies in ${listed(codes)}.`;
}

/** As it was answered, whatever regions there are. */
function isOnOwnSites({ answers }: Pick<Situation, 'answers'>): boolean {
  return answers.technical.deployment_model === 'on_premises';
}

function risksOf({ plan }: Situation): readonly string[] {
  if (plan.region === null) {
    return [
      'An outage of the site is an outage of the system; a second site limits it.',
      'Nobody else keeps it running: hardware, patches and nights on call are your own.',
    ];
  }
  return [
    plan.secondary === null
      ? 'An outage of the provider is an outage of the system; the recovery region limits it to regional ones.'
      : 'Two providers mean two sets of skills, and traffic between them is paid for.',
    'Services that only one provider has (its own databases, its own identities) make leaving dear: keep them behind own modules.',
  ];
}

function stanceOf({ plan, answers }: Situation): string {
  if (plan.region === null) return 'nothing is placed in a cloud';
  if (plan.secondary !== null) return 'two clouds are used';
  const model = answers.technical.deployment_model;
  if (model === 'hybrid_cloud') return 'what must stay on your sites stays, the rest goes to one provider';
  if (model === 'private_cloud')
    return 'dedicated, private networks at one provider come closest to it without hardware of your own';
  return 'one provider is used';
}

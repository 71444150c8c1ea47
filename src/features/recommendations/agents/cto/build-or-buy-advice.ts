import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, counted, listed, whole } from '../because.js';
import { partsOf } from '../cloud/parts.js';
import { shapeOf } from '../cloud/shape.js';
import { offerOf } from '../offers.js';
import type { Effort } from './effort.js';
import type { TeamGap } from './team.js';

/** What running one part oneself takes of a position: patches, backups, alarms, upgrades. */
const POSITION_PER_PART = 0.25;

/** Which parts are bought and which are built: bought is what the team cannot run beside its work. */
export function buildOrBuyAdvice(situation: Situation, effort: Effort, gap: TeamGap): Advice {
  const { answers, plan } = situation;
  const parts = partsOf(situation, shapeOf(situation));
  const bought =
    plan.region === null
      ? []
      : parts.filter((part) => offerOf(situation, plan.primary, part.wanted) !== null);
  const run = parts.filter((part) => !bought.includes(part));
  const positions = parts.length * POSITION_PER_PART;
  const has = answers.business.team_structure?.devops_engineers ?? null;
  const languages = answers.technical.preferred_programming_languages ?? [];
  return adviceOf(situation, 'cto_agent', {
    key: 'build_or_buy',
    title:
      bought.length > 0
        ? `Buy ${counted(bought.length, 'part')} as managed services, build only the product`
        : `Build on ${counted(run.length, 'part')} that you run yourselves`,
    summary:
      bought.length > 0
        ? `Running ${counted(parts.length, 'part')} yourselves takes about ${positions.toFixed(1)} positions, ${POSITION_PER_PART} each${has === null ? '' : `; you have ${counted(has, 'person', 'people')} for operations`}. Bought: ${listed(bought.map((part) => part.label))}. Own code goes where customers see it.`
        : `No managed service may be used, so ${counted(run.length, 'part')} take about ${positions.toFixed(1)} positions for operations${has === null ? '' : ` of which you have ${has}`}. Choose open software with support, and build only the product.`,
    reasons: [
      because(
        answers,
        '/business_requirements/team_structure/devops_engineers',
        `against ${positions.toFixed(1)} positions for running everything yourselves, and ${gap.need.operations.toFixed(1)} with bought parts.`,
        `buying is assumed: ${positions.toFixed(1)} positions for operations are rarely free.`,
      ),
      because(
        answers,
        '/business_requirements/team_structure/total_developers',
        'their time is the scarcest part of the plan.',
      ),
      because(
        answers,
        '/technical_requirements/preferred_programming_languages',
        `the product itself is built in ${listed(languages.slice(0, 3))}.`,
        'any language serves: the bought parts have interfaces for all.',
      ),
    ],
    restsOn: [
      { path: '/business_requirements/team_structure/devops_engineers', weight: 3 },
      { path: '/business_requirements/team_structure/total_developers', weight: 2 },
      { path: '/business_requirements/company_size', weight: 1 },
      { path: '/technical_requirements/workload_types', weight: 2 },
      { path: '/technical_requirements/preferred_programming_languages', weight: 1 },
    ],
    margin: relativeMargin(gap.need.operations, gap.need.operations + positions),
    serves: { delivery: 0.9, operations: 0.8, cost: 0.4 },
    services: [],
    data: {
      bought: bought.map((part) => part.key),
      run_by_the_team: run.map((part) => part.key),
      positions_if_run_yourselves: positions,
      positions_if_bought: gap.need.operations,
    },
    benefits: [
      `About ${positions.toFixed(1)} positions stay free for the product`,
      'Patches and fail-over of the bought parts are in a contract',
    ],
    steps: [
      'Write down for each part who answers for it and what it costs to leave it',
      'Wrap each bought part in one module of your own',
      `Spend the ${whole(effort.applicationHours)} hours for the application on what customers see`,
      'Ask again once a year which bought part is worth building',
    ],
    risks: [
      'A bought part sets its own limits and prices: read both before the design depends on them.',
      ...(bought.length === 0
        ? ['Everything that is run is also patched: plan a day a month for each part.']
        : []),
    ],
    businessImpact: 'The people you have work on what sets the business apart.',
    tags: ['strategy', 'build-or-buy'],
    priority: 'medium',
    category: 'strategy',
    pillar: 'operations',
  });
}

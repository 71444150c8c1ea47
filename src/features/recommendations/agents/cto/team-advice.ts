import { adviceOf } from '../../advice/advice-builder.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, whole } from '../because.js';
import type { Effort } from './effort.js';
import type { TeamGap } from './team.js';

const TEAM = '/business_requirements/team_structure';

/** Whether the team can run what is planned: who is to be hired, who trained. */
export function teamAdvice(situation: Situation, effort: Effort, gap: TeamGap): Advice {
  const { answers } = situation;
  const { need } = gap;
  const hosting = effort.hosting.replace('_', ' ');
  const hires = Math.ceil(gap.operations ?? 0) + (gap.dataEngineers ?? 0);
  const isKnown = gap.operations !== null;
  return adviceOf(situation, 'cto_agent', {
    key: 'team_fit',
    title: titleOf(gap, hires),
    summary: `Running it on ${hosting} takes about ${need.operations.toFixed(1)} positions for operations, cloud skill ${need.cloudExpertise} of 5${need.kubernetesExpertise === null ? '' : ` and Kubernetes skill ${need.kubernetesExpertise} of 5`}. ${isKnown ? `Missing: ${(gap.operations ?? 0).toFixed(1)} positions and ${whole(gap.trainingHours)} hours of training.` : 'How many people look after operations today is not known.'}`,
    reasons: [
      because(answers, `${TEAM}/devops_engineers`, `${need.operations.toFixed(1)} positions are needed.`),
      because(
        answers,
        `${TEAM}/cloud_expertise_level`,
        `level ${need.cloudExpertise} is needed for ${hosting}.`,
      ),
      ...(need.kubernetesExpertise === null
        ? []
        : [
            because(
              answers,
              `${TEAM}/kubernetes_expertise`,
              `level ${need.kubernetesExpertise} is needed for a cluster of your own.`,
            ),
          ]),
      ...(need.dataEngineers === 0
        ? []
        : [because(answers, `${TEAM}/data_engineers`, `${need.dataEngineers} for the data workloads.`)]),
    ],
    restsOn: [
      { path: `${TEAM}/devops_engineers`, weight: 3 },
      { path: `${TEAM}/cloud_expertise_level`, weight: 3 },
      { path: `${TEAM}/total_developers`, weight: 1 },
      { path: `${TEAM}/senior_developers`, weight: 1 },
      { path: `${TEAM}/kubernetes_expertise`, weight: 1 },
      { path: `${TEAM}/data_engineers`, weight: 1 },
    ],
    margin: null,
    serves: { operations: 1, delivery: 0.6, reliability: 0.3 },
    services: [],
    extraHours: gap.trainingHours,
    data: { gap },
    benefits: [
      'Nights and holidays are covered by people who know the system',
      'Skills are there before the system is',
    ],
    steps: stepsOf(gap, hires),
    risks: [
      ...(hires > 0
        ? [`Hiring ${whole(hires)} takes three to six months: bring in a partner for the time between.`]
        : []),
      ...(seniorShare(situation) < 0.25
        ? [
            'Fewer than a quarter of the developers are senior: reviews of the design from outside are cheap insurance.',
          ]
        : []),
      'Positions are a rule of thumb by hosting, instances, regulations and uptime; after three months the measured hours count.',
    ],
    businessImpact:
      hires > 0
        ? `Without ${whole(hires)} more the team runs the system instead of improving it.`
        : 'The team there is can run what is planned.',
    tags: ['team', 'skills'],
    priority: hires > 0 ? 'high' : 'medium',
    category: 'operations',
    pillar: 'operations',
  });
}

function titleOf(gap: TeamGap, hires: number): string {
  if (gap.operations === null) return `Plan for ${gap.need.operations.toFixed(1)} positions in operations`;
  if (hires === 0 && gap.trainingHours === 0)
    return `The team is enough: ${gap.need.operations.toFixed(1)} positions for operations are covered`;
  const parts = [
    ...(hires > 0 ? [`hire ${whole(hires)}`] : []),
    ...(gap.trainingHours > 0 ? [`train for ${whole(gap.trainingHours)} hours`] : []),
  ];
  return `Close the gap in the team: ${parts.join(' and ')}`;
}

function stepsOf(gap: TeamGap, hires: number): readonly string[] {
  return [
    ...(hires > 0
      ? [
          `Open ${whole(hires)} ${hires === 1 ? 'position' : 'positions'} now, or contract a partner for operations`,
        ]
      : []),
    ...(gap.trainingHours > 0
      ? [
          `Plan ${whole(gap.trainingHours)} hours of training before the platform is built, with a certificate at the end`,
        ]
      : []),
    'Two people for each part that must not fail, by name',
    'Rehearse an outage before going live, with the people who will be called',
  ];
}

function seniorShare({ answers }: Situation): number {
  const team = answers.business.team_structure;
  const all = team?.total_developers ?? 0;
  return all === 0 || team?.senior_developers == null ? 1 : team.senior_developers / all;
}

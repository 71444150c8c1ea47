import { adviceOf } from '../../advice/advice-builder.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, counted, whole } from '../because.js';
import { type Effort, HOURS_PER_PERSON } from './effort.js';
import type { TeamGap } from './team.js';

const DEFAULT_MONTHS = 12;
const ARCHITECTURE_NAMES = {
  monolith: 'A monolith',
  modular_monolith: 'A modular monolith',
  microservices: 'Microservices',
  serverless: 'A serverless architecture',
  event_driven: 'An event-driven architecture',
} as const;

/** The architecture, the phases to it, and whether the time is enough for them. */
export function roadmapAdvice(situation: Situation, effort: Effort, gap: TeamGap): Advice {
  const { answers, plan } = situation;
  const stated = answers.business.project_timeline_months ?? null;
  const months = stated ?? Math.max(DEFAULT_MONTHS, effort.monthsNeeded ?? 0);
  const late = effort.monthsNeeded === null ? 0 : Math.max(0, effort.monthsNeeded - months);
  const phases = phasesOf(effort, months);
  const endangered = goalsBefore(situation, effort.monthsNeeded);
  const name = ARCHITECTURE_NAMES[plan.architecture];
  return adviceOf(situation, 'cto_agent', {
    key: 'architecture_roadmap',
    title: `${name} in ${counted(phases.length, 'phase')} over ${counted(months, 'month')}${late > 0 ? `, ${counted(late, 'month')} too few` : ''}`,
    summary: `${whole(effort.totalHours)} hours of work: platform ${whole(effort.platformHours)}, application ${whole(effort.applicationHours)}, compliance ${whole(effort.complianceHours)}, move ${whole(effort.migrationHours)}. ${verdictOf(effort, months, stated !== null)}`,
    reasons: [
      ...plan.architectureReasons,
      because(
        answers,
        '/business_requirements/project_timeline_months',
        late > 0 ? `${effort.monthsNeeded ?? 0} are needed.` : 'that is enough for the work counted.',
        `${months} months are assumed.`,
      ),
      because(
        answers,
        '/business_requirements/team_structure/total_developers',
        `half of their time, of ten people at most, gives ${whole(effort.hoursPerMonth ?? 0)} hours a month.`,
        'the months that are needed cannot be calculated.',
      ),
    ],
    restsOn: [
      { path: '/technical_requirements/architecture_preference', weight: 2 },
      { path: '/business_requirements/project_timeline_months', weight: 3 },
      { path: '/business_requirements/team_structure/total_developers', weight: 3 },
      { path: '/technical_requirements/workload_types', weight: 1 },
      { path: '/business_requirements/urgency_level', weight: 1 },
      { path: '/business_requirements/business_goals', weight: 1 },
    ],
    margin:
      effort.monthsNeeded === null
        ? null
        : Math.max(0, (months - effort.monthsNeeded) / Math.max(months, effort.monthsNeeded)),
    serves: { delivery: 1, operations: 0.4 },
    services: [],
    extraHours: effort.applicationHours,
    data: {
      architecture: plan.architecture,
      effort,
      phases,
      months_planned: months,
      months_missing: late,
      goals_at_risk: endangered,
    },
    benefits: [
      'Each phase ends with something in use, and can be the last',
      'The dearest mistakes are made in the first phase, on the smallest part',
    ],
    steps: phases.map(
      (phase) => `Months ${phase.from} to ${phase.to}: ${phase.title} (${whole(phase.hours)} hours)`,
    ),
    risks: [
      ...(late > 0
        ? [
            `At the present team size the plan ends ${counted(late, 'month')} late: cut scope, move the date or add ${counted(peopleFor(effort, months), 'person', 'people')}.`,
          ]
        : []),
      ...endangered
        .slice(0, 3)
        .map(
          (goal) =>
            `"${goal.goal.slice(0, 120)}" is due in ${counted(goal.timeline_months, 'month')}, before the plan ends.`,
        ),
      ...(gap.trainingHours > 0 ? [`${whole(gap.trainingHours)} hours of training come first.`] : []),
      'Hours are estimates from the set-up time of the services; measure the first phase and correct the rest.',
    ],
    businessImpact:
      late > 0
        ? `Shows now, and not in month ${months}, that ${counted(late, 'month')} are missing.`
        : `The date in ${counted(months, 'month')} is met with the team there is, by the hours counted.`,
    tags: ['roadmap', plan.architecture],
    priority: late > 0 ? 'critical' : 'high',
    category: 'architecture',
    pillar: 'operations',
  });
}

interface Phase {
  readonly title: string;
  readonly hours: number;
  readonly from: number;
  readonly to: number;
}

/** In the order in which the work depends on each other; months by their share of the hours. */
function phasesOf(effort: Effort, months: number): readonly Phase[] {
  const work = [
    { title: 'platform, network and pipelines as code', hours: effort.platformHours },
    { title: 'controls and their evidence', hours: effort.complianceHours },
    { title: 'the application in its new form', hours: effort.applicationHours },
    { title: 'move of data and traffic', hours: effort.migrationHours },
  ].filter(({ hours }) => hours > 0);
  let done = 0;
  return work.map(({ title, hours }) => {
    const from = Math.min(months, Math.floor((done / effort.totalHours) * months) + 1);
    done += hours;
    const to = Math.max(from, Math.min(months, Math.ceil((done / effort.totalHours) * months)));
    return { title, hours, from, to };
  });
}

function verdictOf({ monthsNeeded, hoursPerMonth }: Effort, months: number, isStated: boolean): string {
  if (monthsNeeded === null || hoursPerMonth === null)
    return 'Without the size of the team nobody can say whether the time is enough.';
  const pace = `At ${whole(hoursPerMonth)} hours a month that takes ${counted(monthsNeeded, 'month')}`;
  if (!isStated) return `${pace}.`;
  return monthsNeeded > months
    ? `${pace}, ${counted(monthsNeeded - months, 'month')} more than planned.`
    : `${pace} of the ${months} planned.`;
}

function goalsBefore(
  { answers }: Situation,
  monthsNeeded: number | null,
): readonly { goal: string; timeline_months: number }[] {
  if (monthsNeeded === null) return [];
  return (answers.business.business_goals ?? []).flatMap(({ goal, timeline_months: due }) =>
    goal && due && due < monthsNeeded ? [{ goal, timeline_months: due }] : [],
  );
}

function peopleFor({ totalHours, hoursPerMonth, monthsNeeded }: Effort, months: number): number {
  if (hoursPerMonth === null || monthsNeeded === null) return 0;
  return Math.max(1, Math.ceil((totalHours / months - hoursPerMonth) / HOURS_PER_PERSON));
}

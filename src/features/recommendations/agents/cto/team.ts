import type { Situation } from '../../advice/situation.js';
import type { Hosting } from '../cloud/shape.js';

/** What running a system takes of a team. */
export interface TeamNeed {
  /** People for operations, in full positions with one decimal. */
  readonly operations: number;
  /** 1 to 5. */
  readonly cloudExpertise: number;
  /** 1 to 5; null where no cluster is run. */
  readonly kubernetesExpertise: number | null;
  readonly dataEngineers: number;
}

export interface TeamGap {
  readonly need: TeamNeed;
  /** What is missing; null where the answer is. */
  readonly operations: number | null;
  readonly cloudExpertise: number | null;
  readonly kubernetesExpertise: number | null;
  readonly dataEngineers: number | null;
  readonly trainingHours: number;
}

/** Positions that the way of hosting takes by itself; then some for machines and for a strict uptime. */
const OPERATIONS: Readonly<Record<Hosting, number>> = {
  functions: 0.3,
  managed_containers: 0.5,
  machines: 0.7,
  kubernetes: 1.2,
};
const OPERATIONS_PER_INSTANCE = 0.02;
const MOST_FOR_INSTANCES = 6;
const OPERATIONS_PER_PROGRAMME = 0.15;
/** Somebody must answer at night: two more who share the week. */
const ON_CALL_FROM_UPTIME = 99.95;
const ON_CALL = 1;
const CLOUD_EXPERTISE: Readonly<Record<Hosting, number>> = {
  functions: 3,
  managed_containers: 3,
  machines: 2,
  kubernetes: 4,
};
const KUBERNETES_EXPERTISE = 3;
/** For one level of skill, each of the people who run it. */
const HOURS_PER_LEVEL = 40;

export function teamGapOf(situation: Situation, hosting: Hosting): TeamGap {
  const team = situation.answers.business.team_structure;
  const need = needOf(situation, hosting);
  const missing = (needed: number | null, has: number | null | undefined): number | null =>
    needed === null || has === null || has === undefined
      ? null
      : Math.max(0, Math.round((needed - has) * 10) / 10);
  const cloudExpertise = missing(need.cloudExpertise, team?.cloud_expertise_level);
  const kubernetesExpertise = missing(need.kubernetesExpertise, team?.kubernetes_expertise);
  const learners = Math.max(1, Math.ceil(need.operations));
  return {
    need,
    operations: missing(need.operations, team?.devops_engineers),
    cloudExpertise,
    kubernetesExpertise,
    dataEngineers: missing(need.dataEngineers, team?.data_engineers),
    trainingHours: ((cloudExpertise ?? 0) + (kubernetesExpertise ?? 0)) * HOURS_PER_LEVEL * learners,
  };
}

function needOf({ answers, plan, sizing }: Situation, hosting: Hosting): TeamNeed {
  const uptime = answers.technical.performance_requirements?.uptime_percentage ?? 0;
  const instances = hosting === 'functions' ? 0 : sizing.now.instances;
  const operations =
    OPERATIONS[hosting] +
    Math.min(MOST_FOR_INSTANCES, instances * OPERATIONS_PER_INSTANCE) +
    plan.programmes.length * OPERATIONS_PER_PROGRAMME +
    (uptime >= ON_CALL_FROM_UPTIME ? ON_CALL : 0);
  const kinds = answers.technical.workload_types ?? [];
  return {
    operations: Math.round(operations * 10) / 10,
    cloudExpertise: CLOUD_EXPERTISE[hosting],
    kubernetesExpertise: hosting === 'kubernetes' ? KUBERNETES_EXPERTISE : null,
    dataEngineers: (kinds.includes('machine_learning') ? 1 : 0) + (kinds.includes('analytics') ? 1 : 0),
  };
}

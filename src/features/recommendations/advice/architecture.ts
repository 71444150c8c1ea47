import type { Answers, Plan } from './situation.js';

export type Architecture = Pick<Plan, 'architecture' | 'architectureReasons'>;

const SMALL_TEAM = 4;
/** Below two teams of five there is nobody to own separate services. */
const TEAMS_FOR_SERVICES = 10;
const KUBERNETES_FOR_SERVICES = 3;

/** The architecture that was asked for; else the one that the workload needs and the team can run. */
export function architectureFor({ technical, business }: Answers): Architecture {
  const asked = technical.architecture_preference;
  const team = business.team_structure ?? {};
  const developers = team.total_developers ?? null;
  const kubernetes = team.kubernetes_expertise ?? null;
  if (asked && asked !== 'no_preference') {
    return {
      architecture: asked,
      architectureReasons: [`Architecture preference is ${asked}.`, ...doubts(asked, developers, kubernetes)],
    };
  }
  const workloads = technical.workload_types ?? [];
  const isEventful =
    workloads.includes('iot') ||
    (workloads.includes('data_processing') &&
      (technical.performance_requirements?.real_time_processing_required ?? false));
  if (isEventful) {
    return chosen(
      'event_driven',
      `Workload types ${workloads.join(', ')}: events come whether or not somebody waits.`,
    );
  }
  const canRunServices =
    (developers ?? 0) >= TEAMS_FOR_SERVICES && (kubernetes ?? 0) >= KUBERNETES_FOR_SERVICES;
  if (workloads.includes('microservices') && canRunServices) {
    return chosen(
      'microservices',
      `${developers} developers with Kubernetes expertise ${kubernetes} can own separate services.`,
    );
  }
  if (developers !== null && developers <= SMALL_TEAM) {
    return technical.scalability_requirements?.auto_scaling_required
      ? chosen(
          'serverless',
          `${developers} developers and load that must scale by itself: nothing of theirs to operate.`,
        )
      : chosen('monolith', `${developers} developers: one deployable is all they need to look after.`);
  }
  return chosen(
    'modular_monolith',
    'Nothing in the answers calls for separate services: one deployable with clear seams can be parted later.',
  );
}

function chosen(architecture: Plan['architecture'], reason: string): Architecture {
  return { architecture, architectureReasons: ['No architecture is preferred.', reason] };
}

function doubts(
  asked: Plan['architecture'],
  developers: number | null,
  kubernetes: number | null,
): readonly string[] {
  if (asked !== 'microservices') return [];
  const found: string[] = [];
  if (developers !== null && developers < TEAMS_FOR_SERVICES) {
    found.push(`Only ${developers} developers: few for owning separate services, so begin with few of them.`);
  }
  if (kubernetes !== null && kubernetes < KUBERNETES_FOR_SERVICES) {
    found.push(
      `Kubernetes expertise is ${kubernetes} of 5: managed containers rather than a cluster of one's own.`,
    );
  }
  return found;
}
